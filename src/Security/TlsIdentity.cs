using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Diten.Security;

/// <summary>Who this program is to the others of the cluster, and whom it trusts.</summary>
/// <param name="Certificate">Its certificate with the private key.</param>
/// <param name="Chain">Intermediate certificates that go with it.</param>
/// <param name="Authority">Whoever shows a certificate of these is a member.</param>
internal sealed record TlsIdentity(X509Certificate2 Certificate, X509Certificate2Collection Chain, X509Certificate2Collection Authority)
{
    /// <summary>Reads the PEM files.</summary>
    /// <exception cref="TlsFileException">A file holds no certificate, or the key is not the certificate's.</exception>
    public static TlsIdentity Load(TlsFiles files)
    {
        var certificate = Read(nameof(files.Certificate), files.Certificate!, _ => X509Certificate2.CreateFromPemFile(files.Certificate!, files.Key));
        var chain = Read(nameof(files.Certificate), files.Certificate!, Certificates);
        var authority = Read(nameof(files.Authority), files.Authority!, Certificates);
        if (authority.Count == 0) throw new TlsFileException(new(nameof(files.Authority), $"'{files.Authority}' holds no certificate"));
        return new TlsIdentity(certificate, chain, authority);
    }

    /// <summary>How the other side's certificate is judged: by this authority alone, not by those that the machine trusts.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Authority);
        return policy;
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }

    private static T Read<T>(string field, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException(new(field, $"'{file}': {e.Message}"));
        }
    }
}
