using Diten.Grains.Mapping;
using Diten.Interfaces.Models;
using Diten.Interfaces.Network;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    private const int ShownOfText = 40;

    public async Task<ConfigureReply> ConfigureAsync(StationSettingsMessage settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (await OpenAsync() is { } known)
        {
            if (known.Settings != settings) return new ConfigureReply { Accepted = false, Error = Difference(known.Settings, settings) };
            // An earlier call may have been cut off between here and the registers.
            await EnterAsync(settings);
            return new ConfigureReply { Accepted = true };
        }

        if (await Task.Run(() => StationSettingsMapping.Check(settings)) is { } error) return new ConfigureReply { Accepted = false, Error = error };
        StationBook book;
        try
        {
            book = await BeginBookAsync(settings);
        }
        catch (ArgumentException wrong)
        {
            return new ConfigureReply { Accepted = false, Error = wrong.Message };
        }

        // Somebody else may have been faster while the model was drawn or fetched.
        if (await OpenAsync() is not null) return await ConfigureAsync(settings);

        await CreateAsync(book);
        LogConfigured(Log, Id, settings.Model, settings.Parameters, settings.Participants, settings.Allocator);
        await EnterAsync(settings);
        return new ConfigureReply { Accepted = true };
    }

    public async Task<StationSettingsMessage?> GetSettingsAsync() => (await OpenAsync())?.Settings;

    private async Task EnterAsync(StationSettingsMessage settings)
    {
        await KeepAliveAsync();
        await GrainFactory.GetGrain<INetworkGrain>(0).AddStationAsync(Id, isMacro: false);
        if (settings.Macro is { } macro) await GrainFactory.GetGrain<IMacroStationGrain>(macro).JoinAsync(Id, settings);
    }

    private static string Difference(StationSettingsMessage known, StationSettingsMessage asked)
    {
        foreach (var property in typeof(StationSettingsMessage).GetProperties())
        {
            var (now, then) = (property.GetValue(known), property.GetValue(asked));
            if (!Equals(now, then)) return $"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]} = {Text(then)} differs from {Text(now)}, with which the station runs";
        }

        return "the settings differ";
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        ModelReferenceMessage model => model.Hash[..Math.Min(ShownOfText, model.Hash.Length)],
        string { Length: > ShownOfText } text => $"{text[..ShownOfText]}…",
        _ => $"{value}",
    };
}
