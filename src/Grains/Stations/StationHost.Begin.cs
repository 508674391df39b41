using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    /// <summary>The book of a station that begins: w_g of version 0 is what was given with the settings, or drawn from them.</summary>
    /// <exception cref="OrleansException">The initial parameters are not in the model store (any more): they are to be held there again.</exception>
    /// <exception cref="ArgumentException">They are not finite.</exception>
    protected async Task<StationBook> BeginBookAsync(StationSettingsMessage settings)
    {
        var given = settings.StartModel is { } start
            ? await FetchAsync(start.Hash, start.Bytes) ?? throw new OrleansException($"{Id}: the start model {start.Hash} is not in the model store; hold it there and set the station up again")
            : null;
        return await Task.Run(() =>
        {
            var bytes = given ?? ParameterBytes.Of(settings.ToInitialModel());
            var book = new StationBook { Settings = settings, State = BaseStation.Create(Id, settings.ToOptions(), ParameterBytes.ToFloats(bytes)) };
            book.AddVersion(new ModelReferenceMessage { Version = 0, Hash = ParameterBytes.HashOf(bytes), Bytes = bytes.LongLength }, bytes);
            return book;
        });
    }
}
