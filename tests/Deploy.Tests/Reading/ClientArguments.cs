using System.CommandLine;
using Diten.Client.Commands;
using Diten.Dashboard.Hosting;
using Diten.Security;
using Diten.Simulation.Commands;

namespace Diten.Deploy.Tests.Reading;

/// <summary>What the client's own code makes of the arguments that it is given.</summary>
internal sealed record ClientArguments(string Clustering, string Cluster, string Service, IReadOnlyList<Uri> Urls, IReadOnlyList<string> AllowedHosts, TlsFiles Tls)
{
    /// <summary>Parses them as the program does.</summary>
    public static ClientArguments Of(IEnumerable<string> arguments)
    {
        var parsed = Parse(arguments);
        return new(
            parsed.GetValue<string>("--clustering")!,
            parsed.GetValue<string>("--cluster-id")!,
            parsed.GetValue<string>("--service-id")!,
            [.. (parsed.GetValue<string[]>("--url") is { Length: > 0 } given ? given : [DashboardOptions.DefaultUrl]).Select(u => new Uri(u))],
            [.. new DashboardOptions().AllowedHosts, .. parsed.GetValue<string[]>("--allowed-host") ?? []],
            TlsOf(parsed));
    }

    /// <summary>The files of certificates that a command is given.</summary>
    public static TlsFiles TlsOf(ParseResult parsed) =>
        new(parsed.GetValue<string>("--tls-certificate"), parsed.GetValue<string>("--tls-key"), parsed.GetValue<string>("--tls-authority"));

    /// <summary>Parses any command of the client's program; fails if the program would complain.</summary>
    public static ParseResult Parse(IEnumerable<string> arguments)
    {
        var root = CommandLine.NewRoot("");
        foreach (var command in new[] { ClientCommand.Create(), DevicesCommand.Create(), BridgeCommand.Create(), HealthCommand.Create() }) root.Subcommands.Add(command);
        var parsed = root.Parse([.. arguments]);
        Assert.Empty(parsed.Errors.Select(e => e.Message));
        return parsed;
    }
}
