using Diten.Interfaces.Models;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    public async Task TakeModelAsync(ModelReferenceMessage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (await OpenAsync() is not { } book || (book.MacroModel is { } known && known.Version >= model.Version)) return;
        book.MacroModel = model;
        await StoredAsync(book);
        Poke();
    }
}
