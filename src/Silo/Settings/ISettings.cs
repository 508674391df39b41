namespace Diten.Silo.Settings;

/// <summary>Settings of one concept, read from one section of the configuration.</summary>
internal interface ISettings
{
    /// <summary>What is wrong with the values together; what is wrong with one alone is found by its type and range.</summary>
    IEnumerable<string> Problems() => [];
}
