using System.CommandLine;
using Diten.Security;
using Diten.Simulation.Commands;

namespace Diten.Client.Commands;

/// <summary>The options for a cluster whose silos speak TLS.</summary>
internal sealed class TlsFlags
{
    private readonly Option<string?> _certificate;
    private readonly Option<string?> _key;
    private readonly Option<string?> _authority;

    /// <summary>Declares the options on a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="what">Whose certificate it is.</param>
    public TlsFlags(Command command, string what)
    {
        _certificate = File("certificate", $"PEM file of {what}; with it every connection is mutual TLS, as the silos demand where theirs is on.");
        _key = File("key", "PEM file of its private key.");
        _authority = File("authority", "PEM file of the authority whose certificates are accepted.");
        foreach (var option in new[] { _certificate, _key, _authority }) command.Options.Add(option);
    }

    /// <summary>The files as given; none: no TLS.</summary>
    /// <exception cref="InputException">One is missing or not there.</exception>
    public TlsFiles Read(ParseResult parsed)
    {
        var files = new TlsFiles(parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_authority));
        foreach (var problem in files.Problems()) throw Wrong(problem);
        return files;
    }

    /// <summary>What the files hold; null without TLS.</summary>
    /// <exception cref="InputException">A file cannot be used.</exception>
    public static TlsIdentity? Load(TlsFiles files)
    {
        try
        {
            return files.IsOn ? TlsIdentity.Load(files) : null;
        }
        catch (TlsFileException e)
        {
            throw Wrong(e.Problem);
        }
    }

    private static InputException Wrong(TlsProblem problem) => new($"--tls-{problem.Field.ToLowerInvariant()}", problem.Text);

    private static Option<string?> File(string name, string description) => new($"--tls-{name}") { Description = description, HelpName = "file" };
}
