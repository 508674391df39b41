namespace Diten.Grains.Hosting;

/// <summary>Names of the grain storages that a silo provides.</summary>
public static class StorageNames
{
    /// <summary>Twins, stations, rounds and the index.</summary>
    public const string State = "diten";

    /// <summary>Parameters of models, by content.</summary>
    public const string Models = "diten-models";
}
