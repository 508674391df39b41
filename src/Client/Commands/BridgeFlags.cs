using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Diten.Client.Bridge;
using Diten.Simulation.Commands;

namespace Diten.Client.Commands;

/// <summary>The options that say where the broker is and what machines may do.</summary>
internal sealed class BridgeFlags
{
    private const int TlsPort = 8883;
    private const string PasswordVariable = "DITEN_MQTT_PASSWORD";
    private static readonly BridgeOptions s_defaults = new();

    private readonly Option<string> _broker = Text("--broker", $"The broker as host:port; without a port {s_defaults.Port}, with --mqtt-tls {TlsPort}.", s_defaults.Host, "host[:port]");
    private readonly Option<bool> _tls = Flags.Switch("--mqtt-tls", "Speak TLS with the broker, and compare its host name with its certificate.");
    private readonly Option<string?> _authority = new("--mqtt-ca") { Description = "PEM file of the authority of the broker's certificate. [default: what this machine trusts]", HelpName = "file" };
    private readonly Option<string?> _username = new("--mqtt-username") { Description = $"User name at the broker; the password is what {PasswordVariable} holds.", HelpName = "name" };
    private readonly Option<string> _prefix = Text("--prefix", "What all topics begin with.", s_defaults.Prefix, "topic");
    private readonly Option<string?> _client = new("--client-id")
    {
        Description = $"Client id at the broker, under which it keeps what comes while the bridge is away; each bridge needs one of its own. [default: {s_defaults.ClientId}; none with --share]",
        HelpName = "id",
    };

    private readonly Option<string?> _share = new("--share") { Description = "Name of a shared subscription (MQTT 5): bridges that give the same one share the load. [default: none]", HelpName = "name" };
    private readonly Option<string?> _station = new("--station") { Description = "Station with which machines that nobody has registered are registered at their first report. [default: none; such reports are answered]", HelpName = "id" };
    private readonly Option<int> _commands = Flags.Whole("--command-seconds", "Time between two looks for commands of a machine that does not report meanwhile, s.", (int)s_defaults.CommandPeriod.TotalSeconds, 1, 3600);
    private readonly Option<int> _session = Flags.Whole("--session-hours", "How long the broker keeps what comes while the bridge is away, h.", (int)s_defaults.SessionExpiry.TotalHours, 1, 720);

    /// <summary>Declares the options on a command.</summary>
    public BridgeFlags(Command command)
    {
        foreach (var option in new Option[] { _broker, _tls, _authority, _username, _prefix, _client, _share, _station, _commands, _session }) command.Options.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="InputException">An option is not what it must be.</exception>
    public BridgeOptions Read(ParseResult parsed)
    {
        var (host, port) = Broker(parsed.GetValue(_broker)!, parsed.GetValue(_tls) ? TlsPort : s_defaults.Port);
        var (username, password) = (Given(parsed, _username), Environment.GetEnvironmentVariable(PasswordVariable));
        if (username is null && !string.IsNullOrEmpty(password)) throw new InputException("--mqtt-username", $"is missing; {PasswordVariable} holds a password");
        if (Given(parsed, _authority) is not null && !parsed.GetValue(_tls)) throw new InputException("--mqtt-ca", "is given without --mqtt-tls");
        var share = Checked("--share", Given(parsed, _share), BridgeTopics.FaultOfName);
        var client = Checked("--client-id", Given(parsed, _client), BridgeTopics.FaultOfName);
        if (share is not null && client is null) throw new InputException("--client-id", "is missing; with --share each bridge needs one of its own, the same whenever it is started");
        return new BridgeOptions
        {
            Host = host,
            Port = port,
            Tls = parsed.GetValue(_tls),
            Authority = Given(parsed, _authority) is { } file ? Authority(file) : null,
            Username = username,
            Password = username is null ? null : password,
            Prefix = Checked("--prefix", parsed.GetValue(_prefix), BridgeTopics.FaultOfPrefix)!,
            ClientId = client ?? s_defaults.ClientId,
            Share = share,
            Station = Checked("--station", Given(parsed, _station), id => Core.Twins.RegistrationRules.CheckId("", id)?.Trim()),
            CommandPeriod = TimeSpan.FromSeconds(parsed.GetValue(_commands)),
            SessionExpiry = TimeSpan.FromHours(parsed.GetValue(_session)),
        };
    }

    private static (string Host, int Port) Broker(string given, int defaultPort)
    {
        var wrong = new InputException("--broker", $"is '{given}'; must be host or host:port with a port from 1 to 65535, for example localhost:{defaultPort}");
        if (!Uri.TryCreate("mqtt://" + given, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.PathAndQuery is not ("/" or "") || uri.UserInfo.Length > 0 || uri.Port == 0) throw wrong;
        return (uri.Host.Trim('[', ']'), uri.Port < 0 ? defaultPort : uri.Port);
    }

    private static X509Certificate2Collection Authority(string file)
    {
        if (!File.Exists(file)) throw new InputException("--mqtt-ca", $"there is no file '{file}'");
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : throw new InputException("--mqtt-ca", $"'{file}' holds no certificate");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException("--mqtt-ca", $"'{file}' cannot be used: {e.Message}");
        }
    }

    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option);

    private static string? Checked(string option, string? given, Func<string, string?> faultOf) =>
        given is not null && faultOf(given) is { } fault ? throw new InputException(option, fault) : given;

    private static Option<string> Text(string name, string description, string defaultValue, string what) => new(name) { Description = description, DefaultValueFactory = _ => defaultValue, HelpName = what };
}
