namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Tls</c>: TLS between silos and with clients, mutual: both sides show a certificate of one authority.</summary>
internal sealed class TlsSettings : ISettings
{
    /// <summary>PEM file of this silo's certificate, with intermediate ones after it; default none: no TLS.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its private key.</summary>
    public string? Key { get; set; }

    /// <summary>PEM file of the authority whose certificates are accepted. Keep it for this cluster alone: whoever holds a certificate of it is a member.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether TLS is used.</summary>
    public bool IsOn() => Certificate is not null;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        (string Name, string? Path)[] files = [(nameof(Certificate), Certificate), (nameof(Key), Key), (nameof(Authority), Authority)];
        if (Array.TrueForAll(files, f => f.Path is null)) yield break;
        foreach (var (name, path) in files)
        {
            if (path is null) yield return $"Diten:Tls:{name}: is not set; TLS needs Certificate, Key and Authority";
            else if (!File.Exists(path)) yield return $"Diten:Tls:{name}: there is no file '{path}'";
        }
    }
}
