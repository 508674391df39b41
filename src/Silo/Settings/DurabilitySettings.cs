using Diten.Grains.Hosting;

namespace Diten.Silo.Settings;

/// <summary>
/// Section <c>Diten:Durability</c>, which the grains bind themselves: here only so that a wrong value is told with all the others,
/// and the file of sqlite is synchronised as the mode asks for.
/// </summary>
internal sealed class DurabilitySettings : ISettings
{
    /// <summary>Whether what is acknowledged is stored before the reply, or at most one flush interval after it; default acknowledged.</summary>
    public DurabilityMode Mode { get; set; } = DurabilityMode.Acknowledged;

    /// <summary>Longest time that a change waits for the store in the mode batched, 00:00:00.010 to 00:01:00; default 00:00:01.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much longer a change may wait in the mode batched for a store that does not take it, before its twin refuses further ones, 00:00:01 to 01:00:00; default 00:01:00.</summary>
    public TimeSpan OutageLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (FlushInterval < TimeSpan.FromMilliseconds(10) || FlushInterval > TimeSpan.FromMinutes(1))
            yield return $"Diten:Durability:FlushInterval: is {FlushInterval}; must be from 00:00:00.010 to 00:01:00";
        if (OutageLimit < TimeSpan.FromSeconds(1) || OutageLimit > TimeSpan.FromHours(1))
            yield return $"Diten:Durability:OutageLimit: is {OutageLimit}; must be from 00:00:01 to 01:00:00";
    }
}
