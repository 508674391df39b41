using Diten.Security;

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

    /// <summary>The files.</summary>
    public TlsFiles Files() => new(Certificate, Key, Authority);

    /// <summary>Whether TLS is used.</summary>
    public bool IsOn() => Files().IsOn;

    /// <summary>Reads the files.</summary>
    /// <exception cref="SettingsException">A file holds no certificate, or the key is not the certificate's.</exception>
    public TlsIdentity Load()
    {
        try
        {
            return TlsIdentity.Load(Files());
        }
        catch (TlsFileException e)
        {
            throw new SettingsException([Text(e.Problem)]);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Files().Problems().Select(Text);

    private static string Text(TlsProblem problem) => $"Diten:Tls:{problem.Field}: {problem.Text}";
}
