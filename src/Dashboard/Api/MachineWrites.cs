using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>
/// What a machine says beside its reports. All of them want a JSON body, so that no page of another site can send them with a
/// plain form.
/// </summary>
internal static class MachineWrites
{
    /// <summary>PUT: makes the twin of a machine that takes no part in learning, or moves it.</summary>
    public static async Task<IResult> Register(string id, HttpContext context, ITwinNetwork network)
    {
        var (body, bad) = await JsonBody.ReadAsync(context, RequestJson.Default.MachineBody);
        if (body is null) return bad!;
        if (IdFault(id) is { } fault) return Problems.Field("id", fault, StatusCodes.Status422UnprocessableEntity);
        if (body.Station is null) return Problems.Field("station", "is missing; must be the name of a station, which need not be set up");
        var isNew = await network.FindTwinAsync(id, context.RequestAborted) is null;
        var result = await network.RegisterAsync(id, new MachineRegistration(body.Station, body.X, body.Y), context.RequestAborted);
        if (result.Status == WriteStatus.Accepted && isNew)
        {
            context.Response.Headers.ETag = EntityTags.Of(result.Revision);
            return TypedResults.Created($"/api/v1/twins/{Uri.EscapeDataString(id)}", new WriteAnswer(result.Revision, result.LastSequence, Duplicate: false));
        }

        return TwinWrites.Answer(id, context, result);
    }

    /// <summary>DELETE: the machine's twin with its history; the machine's reports are answered with 404 until it is registered again.</summary>
    public static async Task<IResult> Remove(string id, HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is null) return problem!;
        var result = await network.RemoveAsync(id, context.RequestAborted);
        return result.Status == WriteStatus.Accepted ? TypedResults.NoContent() : TwinWrites.Answer(id, context, result);
    }

    /// <summary>PUT: the machine's last will.</summary>
    public static async Task<IResult> PutLiveness(string id, HttpContext context, ITwinNetwork network)
    {
        var (body, bad) = await JsonBody.ReadAsync(context, RequestJson.Default.LivenessBody);
        if (body is null) return bad!;
        if (body.Liveness is not "offline")
            return Problems.Field("liveness", "must be offline; a machine is online when it reports", body.Liveness is null ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity);
        return TwinWrites.Answer(id, context, await network.LastWillAsync(id, context.RequestAborted));
    }

    /// <summary>POST: commands that are due; taking them counts as an attempt.</summary>
    public static async Task<IResult> TakeCommands(string id, HttpContext context, ITwinNetwork network)
    {
        var (body, bad) = await JsonBody.ReadAsync(context, RequestJson.Default.CommandsBody);
        if (body is null) return bad!;
        var commands = await network.TakeCommandsAsync(id, context.RequestAborted);
        if (commands.Count == 0 && await network.FindTwinAsync(id, context.RequestAborted) is null) return TwinReads.NoTwin(id);
        return TypedResults.Ok(new CommandList([.. commands.Select(c => new CommandItem(c.Id, c.Reading, c.Value, c.Attempt, c.ExpiresAt))]));
    }

    /// <summary>A slash, which a path keeps encoded, would make an id that looks otherwise than it was given; a space at an end one that looks like another.</summary>
    private static string? IdFault(string id) =>
        id.Contains('/', StringComparison.Ordinal) || id.Contains("%2f", StringComparison.OrdinalIgnoreCase) ? "must not have a slash"
        : id.Length != id.Trim().Length ? "must not begin or end with a space"
        : null;
}
