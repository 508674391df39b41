namespace Diten.Silo.Settings;

/// <summary>Settings that cannot be used; each problem names the field, what it is, and what it must be.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join("; ", problems))
{
    /// <summary>One sentence for each field at fault.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
