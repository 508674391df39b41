using Diten.Cluster.Tests.Security;
using Diten.Cluster.Tests.Silo;

namespace Diten.Deploy.Tests.Reading;

/// <summary>What the Secret of certificates holds, as files: a certificate, its key and their authority, made for these tests.</summary>
internal static class MountedCertificates
{
    /// <summary>Name of the Secret.</summary>
    public const string Secret = "diten-tls";

    private static readonly Lazy<string> s_folder = new(Create);

    /// <summary>The folder with <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>; gone when the tests end.</summary>
    public static string Folder => s_folder.Value;

    private static string Create()
    {
        var folder = new SiloFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var authority = new TestCertificates(folder, "diten");
        var (certificate, key) = authority.Issue();
        File.Move(certificate, folder["tls.crt"]);
        File.Move(key, folder["tls.key"]);
        File.Move(authority.AuthorityFile, folder["ca.crt"]);
        return Path.GetDirectoryName(folder["tls.crt"])!;
    }
}
