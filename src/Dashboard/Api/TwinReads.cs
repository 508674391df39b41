using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>List, get and history of twins.</summary>
internal static class TwinReads
{
    public static readonly QueryField[] ListQuery =
    [
        QueryField.Text("station", "Only twins of this station"),
        QueryField.Choice("liveness", "Only twins in this liveness", "unknown", "online", "stale", "offline"),
        QueryField.Boolean("drifting", "Only twins that are (not) drifting"),
        QueryField.Text("contains", "Only ids that contain this"),
        QueryField.Text("cursor", "The cursor that the page before gave"),
        QueryField.Integer("limit", "Page size, default 100", 1, 1000),
    ];

    public static readonly QueryField[] HistoryFields =
    [
        QueryField.Text("reading", "Name of the reading", required: true),
        QueryField.Time("from", "From, inclusive; default: all that is held"),
        QueryField.Time("to", "To, exclusive; default: all that is held"),
        QueryField.Choice("step", "raw points (default) or aggregates", "raw", "minute", "hour"),
    ];

    public static async Task<IResult> List(HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var filter = FilterOf(query);
        var page = await network.ListTwinsAsync(filter, context.RequestAborted);
        return TypedResults.Ok(new TwinList([.. page.Twins.Select(TwinListItem.Of)], page.Cursor));
    }

    public static async Task<IResult> Get(string id, HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is null) return problem!;
        var twin = await network.FindTwinAsync(id, context.RequestAborted);
        if (twin is null) return NoTwin(id);
        context.Response.Headers.ETag = EntityTags.Of(twin.Revision);
        context.Response.Headers.CacheControl = "no-cache";
        return EntityTags.NoneMatch(context, twin.Revision) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(twin);
    }

    public static async Task<IResult> History(string id, HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var reading = query.Text("reading")!;
        if (!Readings.IsName(reading)) return Problems.Field("reading", $"must have 1 to {Readings.MaxName} of the characters A-Z a-z 0-9 _ . - and begin with a letter");
        var (from, to) = (query.Time("from") ?? DateTimeOffset.MinValue, query.Time("to") ?? DateTimeOffset.MaxValue);
        if (from >= to) return Problems.Field("from", "must be before to");
        var step = query.Text("step") switch { "minute" => TimeSpan.FromMinutes(1), "hour" => TimeSpan.FromHours(1), _ => TimeSpan.Zero };
        var history = await network.GetHistoryAsync(id, new HistoryQuery(reading, from, to, step), context.RequestAborted);
        return history is null ? NoTwin(id) : TypedResults.Ok(history);
    }

    public static IResult NoTwin(string id, string hint = "") => Problems.NotFound("id", id.Length > 64 ? $"there is no twin '{id[..64]}…'" : $"there is no twin '{id}'{hint}");

    private static TwinFilter FilterOf(QueryValues query) => new(
        query.Text("station"),
        query.Text("liveness") is { } liveness ? Enum.Parse<Liveness>(liveness, ignoreCase: true) : null,
        query.Boolean("drifting"),
        query.Text("contains"),
        query.Text("cursor"),
        query.Integer("limit") ?? 100);
}
