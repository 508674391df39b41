using System.CommandLine;
using Diten.Core.Network;
using Diten.Dashboard.Client;
using Diten.Dashboard.Hosting;
using Diten.Simulation.Commands.Query;

namespace Diten.Simulation.Commands;

/// <summary>The command <c>query</c>: asks a running network over its JSON API and prints tables, or the JSON itself.</summary>
internal static class QueryCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "address of the running network", DefaultValueFactory = _ => DashboardOptions.DefaultUrl, Recursive = true };
        url.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsAddress(result.Tokens[0].Value)) result.AddError($"--url is '{result.Tokens[0].Value}'; expected an address as in {DashboardOptions.DefaultUrl}");
        });
        var json = new Option<bool>("--json") { Description = "print the API's JSON instead of a table", Recursive = true };
        var flags = new QueryFlags(url, json);
        return new Command("query", "ask a running network: twins, stations, models, rounds, or what happens right now")
        {
            url, json, Network(flags), Twins(flags), Twin(flags), Stations(flags), Model(flags), Rounds(flags), Watch(flags),
        };
    }

    private static Command Network(QueryFlags flags)
    {
        var command = new Command("network", "the network as a whole");
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) => output.Say(await api.NetworkAsync(stop), QueryTables.Network)));
        return command;
    }

    private static Command Twins(QueryFlags flags)
    {
        var station = new Option<string?>("--station") { Description = "only twins of this station" };
        var liveness = new Option<string?>("--liveness") { Description = "only twins in this liveness: unknown, online, stale or offline" };
        liveness.AcceptOnlyFromAmong("unknown", "online", "stale", "offline");
        var drifting = new Option<bool?>("--drifting") { Description = "only twins that are drifting (or are not: --drifting false)" };
        var contains = new Option<string?>("--contains") { Description = "only ids that contain this" };
        var limit = Flags.Whole("--limit", "most twins to list", 100, 1, 1000);
        var cursor = new Option<string?>("--cursor") { Description = "go on after this id" };
        var command = new Command("twins", "twins in id order") { station, liveness, drifting, contains, limit, cursor };
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) =>
        {
            var wanted = result.GetValue(liveness) is { } name ? Enum.Parse<Liveness>(name, ignoreCase: true) : (Liveness?)null;
            var filter = new TwinFilter(result.GetValue(station), wanted, result.GetValue(drifting), result.GetValue(contains), result.GetValue(cursor), result.GetValue(limit));
            var answer = await api.TwinsAsync(filter, stop);
            output.Say(answer, QueryTables.Twins);
            if (answer.Value.Cursor is { } next) output.Hint($"more follow: --cursor {next}");
        }));
        return command;
    }

    private static Command Twin(QueryFlags flags)
    {
        var id = new Argument<string>("id") { Description = "device id" };
        var command = new Command("twin", "one twin with its model, data, state and interactions") { id };
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) => output.Say(await api.TwinAsync(result.GetValue(id)!, stop), TwinTables.Twin)));
        return command;
    }

    private static Command Stations(QueryFlags flags)
    {
        var command = new Command("stations", "all base stations");
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) => output.Say(await api.StationsAsync(stop), QueryTables.Stations)));
        return command;
    }

    private static Command Model(QueryFlags flags)
    {
        var station = new Argument<string>("station") { Description = "station id, for example bs-1 or macro" };
        var file = new Option<string>("--out") { Description = "file to write it to, as safetensors", Required = true };
        var version = new Option<int?>("--version") { Description = "version (default: the newest; the last few are held)" };
        var command = new Command("model", "a station's global model, for use elsewhere (docs/learners.md)") { station, file, version };
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) =>
        {
            var (path, model) = (result.GetValue(file)!, await api.ModelAsync(result.GetValue(station)!, result.GetValue(version), stop));
            await File.WriteAllBytesAsync(path, model.SafeTensors, stop);
            output.Say(model, path);
        }));
        return command;
    }

    private static Command Rounds(QueryFlags flags)
    {
        var station = new Option<string?>("--station") { Description = "rounds of this station (default: the network's top aggregator)" };
        var from = new Option<int?>("--from") { Description = "first round (default: the latest ones)" };
        var count = Flags.Whole("--count", "most rounds to list", 20, 1, 500);
        var command = new Command("rounds", "finished rounds") { station, from, count };
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) =>
        {
            var most = result.GetValue(count);
            var first = result.GetValue(from) ?? Math.Max(1, (await api.NetworkAsync(stop)).Value.Round - most + 1);
            output.Say(await api.RoundsAsync(result.GetValue(station), first, most, stop), QueryTables.Rounds);
        }));
        return command;
    }

    private static Command Watch(QueryFlags flags)
    {
        var command = new Command("watch", "print events as they happen, until Ctrl-C");
        command.SetAction((result, stop) => flags.RunAsync(result, async (api, output) =>
        {
            try
            {
                await foreach (var e in api.WatchAsync(stop)) output.Line(e, x => $"{x.Id,8}  {x.Kind,-8} {x.Subject}{(x.Round > 0 ? $"  round {x.Round}" : "")}");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return; // Ctrl-C is how it ends.
            }

            throw new ApiException(0, "the server has ended");
        }));
        return command;
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
