using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Diten.Cluster.Tests.Silo;
using Diten.Security;

namespace Diten.Cluster.Tests.Security;

/// <summary>An authority of the test's own, and certificates of it as PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset s_from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SiloFolder _folder;
    private readonly string _name;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private int _issued;

    public TestCertificates(SiloFolder folder, string name)
    {
        (_folder, _name) = (folder, name);
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(s_from, s_from.AddYears(50));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public string AuthorityFile => _folder[_name + "-authority.pem"];

    /// <summary>Files of a new certificate, valid until a year.</summary>
    /// <param name="until">Year in which it ends.</param>
    /// <param name="host">Host that it is for; null: none.</param>
    public (string Certificate, string Key) Issue(int until = 2069, string? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = ++_issued;
        var request = new CertificateRequest($"CN=member-{number}", key, HashAlgorithmName.SHA256);
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }
        using var certificate = request.Create(_authority, s_from, new DateTimeOffset(until, 1, 1, 0, 0, 0, TimeSpan.Zero), BitConverter.GetBytes(number));
        var (file, keyFile) = (_folder[$"{_name}-{number}.pem"], _folder[$"{_name}-{number}.key"]);
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (file, keyFile);
    }

    /// <summary>Files of a member that trusts this authority, or another one.</summary>
    public TlsFiles Member(TestCertificates? trusted = null, int until = 2069)
    {
        var (certificate, key) = Issue(until);
        return new TlsFiles(certificate, key, (trusted ?? this).AuthorityFile);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }
}
