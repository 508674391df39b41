namespace Diten.Security;

/// <summary>The PEM files of mutual TLS: both sides of a connection show a certificate of one authority.</summary>
/// <param name="Certificate">Certificate, with intermediate ones after it; null with the others: no TLS.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">The authority whose certificates are accepted. Keep it for this cluster alone: whoever holds a certificate of it is a member.</param>
internal sealed record TlsFiles(string? Certificate, string? Key, string? Authority)
{
    /// <summary>Whether TLS is used.</summary>
    public bool IsOn => Certificate is not null;

    /// <summary>What is wrong: some files are named and others not, or are not there.</summary>
    public IEnumerable<TlsProblem> Problems()
    {
        (string Field, string? Path)[] files = [(nameof(Certificate), Certificate), (nameof(Key), Key), (nameof(Authority), Authority)];
        if (Array.TrueForAll(files, f => f.Path is null)) yield break;
        foreach (var (field, path) in files)
        {
            if (path is null) yield return new(field, "is not set; TLS needs certificate, key and authority");
            else if (!File.Exists(path)) yield return new(field, $"there is no file '{path}'");
        }
    }
}

/// <summary>What is wrong with one of the <see cref="TlsFiles"/>.</summary>
/// <param name="Field">Its name there.</param>
/// <param name="Text">What is wrong, to go after the name that its user knows it by.</param>
internal readonly record struct TlsProblem(string Field, string Text);

/// <summary>A file of TLS cannot be used.</summary>
internal sealed class TlsFileException(TlsProblem problem) : Exception($"{problem.Field}: {problem.Text}")
{
    /// <summary>Which and why.</summary>
    public TlsProblem Problem { get; } = problem;
}
