using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>The network, its stations, rounds and allocations.</summary>
internal static class NetworkReads
{
    public static readonly QueryField[] RoundQuery =
    [
        QueryField.Text("station", "Rounds of this station; default: the network's top aggregator"),
        QueryField.Integer("from", "First round, default 1", 1, int.MaxValue),
        QueryField.Integer("count", "Most rounds to give, default 20", 1, 500),
        QueryField.Boolean("devices", "Whether to give one row per device too, default true"),
    ];

    public static readonly QueryField[] AllocationQuery = [QueryField.Integer("round", "Round, default the last", 1, int.MaxValue)];

    public static async Task<IResult> Network(HttpContext context, ITwinNetwork network) =>
        QueryValues.Read(context, out var problem) is null ? problem! : TypedResults.Ok(await network.GetNetworkAsync(context.RequestAborted));

    public static async Task<IResult> Stations(HttpContext context, ITwinNetwork network) =>
        QueryValues.Read(context, out var problem) is null ? problem! : TypedResults.Ok(await network.ListStationsAsync(context.RequestAborted));

    public static async Task<IResult> Positions(HttpContext context, ITwinNetwork network) =>
        QueryValues.Read(context, out var problem) is null ? problem! : TypedResults.Ok(await network.ListPositionsAsync(context.RequestAborted));

    public static async Task<IResult> Allocation(string id, HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var allocation = await network.GetAllocationAsync(id, query.Integer("round"), context.RequestAborted);
        if (allocation is not null) return TypedResults.Ok(allocation);
        var stations = await network.ListStationsAsync(context.RequestAborted);
        return stations.Any(s => string.Equals(s.Id, id, StringComparison.Ordinal))
            ? Problems.NotFound("round", "no allocation is held for this round")
            : Problems.NoStation(stations);
    }

    public static async Task<IResult> Rounds(HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var station = query.Text("station");
        if (station is not null)
        {
            var stations = await network.ListStationsAsync(context.RequestAborted);
            if (!stations.Any(s => string.Equals(s.Id, station, StringComparison.Ordinal))) return Problems.NotFound("station", "there is no station of this id");
        }
        return TypedResults.Ok(await network.ListRoundsAsync(
            station, query.Integer("from") ?? 1, query.Integer("count") ?? 20, query.Boolean("devices") ?? true, context.RequestAborted));
    }
}
