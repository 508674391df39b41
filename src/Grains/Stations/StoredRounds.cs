using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>A page of finished rounds without their device rows, in order.</summary>
[GenerateSerializer, Alias("diten.StoredRounds")]
internal sealed class StoredRounds
{
    [Id(0)] public List<RoundMessage> Rounds { get; set; } = [];
}

/// <summary>The device rows of one finished round.</summary>
[GenerateSerializer, Alias("diten.StoredRows")]
internal sealed class StoredRows
{
    /// <summary>t.</summary>
    [Id(0)] public int Round { get; set; }

    [Id(1)] public IReadOnlyList<DeviceRoundMessage> Devices { get; set; } = [];
}
