using Diten.Core.Network;
using Diten.Core.Twins;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>Reports and desired state.</summary>
internal static class TwinWrites
{
    private const int Attempts = 4;

    public static async Task<IResult> Report(string id, HttpContext context, ITwinNetwork network)
    {
        var ifMatch = EntityTags.IfMatch(context, out var problem);
        if (problem is not null) return problem;
        var (body, bad) = await JsonBody.ReadAsync(context, RequestJson.Default.ReportBody);
        if (body is null) return bad!;
        if (ReportInput.FaultOf(body, isStamped: true) is { } fault) return Problems.Field(fault.Field, fault.Error, fault.IsRange ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest);
        var result = await network.ReportAsync(id, new DeviceReport(body.Sequence!.Value, body.At!.Value, body.State!), ifMatch, context.RequestAborted);
        return result.Status == WriteStatus.NotFound ? TwinReads.NoTwin(id, $"; PUT /api/v1/twins/{Uri.EscapeDataString(id)} registers a machine") : Answer(id, context, result);
    }

    /// <summary>PATCH: sets what is named, withdraws what is null, leaves the rest.</summary>
    public static async Task<IResult> PatchDesired(string id, HttpContext context, ITwinNetwork network)
    {
        var (desired, ifMatch, problem) = await ReadDesired(context, allowNull: true);
        return desired is null ? problem! : Answer(id, context, await network.SetDesiredAsync(id, desired, ifMatch, context.RequestAborted));
    }

    /// <summary>PUT: afterwards exactly what is named is desired.</summary>
    public static async Task<IResult> PutDesired(string id, HttpContext context, ITwinNetwork network)
    {
        var (desired, ifMatch, problem) = await ReadDesired(context, allowNull: false);
        if (desired is null) return problem!;
        for (var attempt = 1; ; attempt++)
        {
            var twin = await network.FindTwinAsync(id, context.RequestAborted);
            if (twin is null) return TwinReads.NoTwin(id);
            var all = new Dictionary<string, double?>(desired, StringComparer.Ordinal);
            foreach (var name in twin.Desired.Keys) all.TryAdd(name, null);
            // The revision read above makes "replace" atomic; without If-Match of the caller's own, a lost race is tried again.
            var result = await network.SetDesiredAsync(id, all, ifMatch ?? twin.Revision, context.RequestAborted);
            if (result.Status != WriteStatus.Conflict || ifMatch is not null || attempt == Attempts) return Answer(id, context, result);
        }
    }

    private static async Task<(Dictionary<string, double?>? Desired, long? IfMatch, IResult? Problem)> ReadDesired(HttpContext context, bool allowNull)
    {
        var ifMatch = EntityTags.IfMatch(context, out var badTag);
        if (badTag is not null) return (null, null, badTag);
        var (desired, bad) = await JsonBody.ReadAsync(context, RequestJson.Default.DictionaryStringNullableDouble);
        if (desired is null) return (null, null, bad);
        return Readings.Check("desired", desired, allowNull, allowEmpty: !allowNull) is { } f
            ? (null, null, Problems.Field(f.Field, f.Error, StatusCodes.Status422UnprocessableEntity))
            : (desired, ifMatch, null);
    }

    public static IResult Answer(string id, HttpContext context, WriteResult result)
    {
        if (result.Revision > 0) context.Response.Headers.ETag = EntityTags.Of(result.Revision);
        return result.Status switch
        {
            WriteStatus.Accepted => TypedResults.Ok(new WriteAnswer(result.Revision, result.LastSequence, Duplicate: false)),
            WriteStatus.Duplicate => TypedResults.Ok(new WriteAnswer(result.Revision, result.LastSequence, Duplicate: true)),
            WriteStatus.NotFound => TwinReads.NoTwin(id),
            WriteStatus.Conflict => Problems.Stale(result.Revision),
            _ => Problems.Field(result.Field ?? "body", result.Error ?? "is not acceptable", StatusCodes.Status422UnprocessableEntity),
        };
    }
}
