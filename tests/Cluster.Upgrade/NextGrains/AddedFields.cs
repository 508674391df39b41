namespace Diten.Grains.Twins;

internal sealed partial class StoredTwin
{
    /// <summary>Written by this version into every twin that it stores.</summary>
    [Id(100)] public string? Build { get; set; } = "stored-by-next";
}
