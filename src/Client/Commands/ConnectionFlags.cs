using System.CommandLine;
using Diten.Client.Hosting;
using Diten.Observability;
using Diten.Simulation.Commands;

namespace Diten.Client.Commands;

/// <summary>The options that say where the cluster is.</summary>
internal sealed class ConnectionFlags
{
    private static readonly ConnectionOptions s_defaults = new();

    private readonly Option<string> _clustering = Flags.Word("--clustering", "How silos are found.", s_defaults.Clustering, "localhost", "postgres", "redis");
    private readonly Option<string[]> _gateways = new("--gateway")
    {
        Description = $"Gateway of a silo as address:port, with --clustering localhost; may be given more than once. [default: {s_defaults.Gateways[0]}]",
        HelpName = "address:port",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "Connection string with --clustering postgres or redis. [default: what DITEN_CONNECTION holds, so that a password need not stand on the command line]",
        HelpName = "string",
    };

    private readonly Option<string> _cluster = new("--cluster-id") { Description = "Cluster id, the same as the silos'.", DefaultValueFactory = _ => s_defaults.ClusterId, HelpName = "name" };
    private readonly Option<string> _service = new("--service-id") { Description = "Service id, the same as the silos'.", DefaultValueFactory = _ => s_defaults.ServiceId, HelpName = "name" };

    private readonly TlsFlags _tls;

    /// <summary>Declares the options on a command.</summary>
    public ConnectionFlags(Command command)
    {
        foreach (var option in new Option[] { _clustering, _gateways, _connection, _cluster, _service }) command.Options.Add(option);
        _tls = new TlsFlags(command, "this client's certificate");
    }

    /// <summary>Where the cluster is.</summary>
    /// <exception cref="InputException">A connection string is missing, or a file of TLS cannot be used.</exception>
    public ConnectionOptions Read(ParseResult parsed)
    {
        var options = new ConnectionOptions
        {
            Clustering = parsed.GetValue(_clustering)!,
            Gateways = parsed.GetValue(_gateways) is { Length: > 0 } given ? given : s_defaults.Gateways,
            ConnectionString = parsed.GetValue(_connection) ?? Environment.GetEnvironmentVariable("DITEN_CONNECTION"),
            ClusterId = parsed.GetValue(_cluster)!,
            ServiceId = parsed.GetValue(_service)!,
            Tls = TlsFlags.Load(_tls.Read(parsed)),
        };
        if (options is { Clustering: not "localhost", ConnectionString: null or "" })
            throw new InputException("--connection", $"is missing; --clustering {options.Clustering} needs a connection string, here or in DITEN_CONNECTION");
        return options;
    }

    /// <summary>Connects in the background.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="export">Where traces and logs go.</param>
    /// <exception cref="InputException">A gateway is not an address.</exception>
    public ClusterConnection Connect(ParseResult parsed, OtlpExport export)
    {
        try
        {
            var connection = new ClusterConnection(Read(parsed), TimeProvider.System, export: export);
            connection.Start();
            return connection;
        }
        catch (ArgumentException e)
        {
            throw new InputException("--gateway", e.Message.Split(" (Parameter", 2)[0]);
        }
    }
}
