using Diten.Core.Network;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Diten.Dashboard.Api;

/// <summary>RFC 9457 answers that name the field at fault and what it may be.</summary>
internal static class Problems
{
    /// <summary>A field is malformed (400) or out of its range (422).</summary>
    public static ProblemHttpResult Field(string field, string detail, int status = StatusCodes.Status400BadRequest) => TypedResults.Problem(
        detail: $"{field}: {detail}",
        statusCode: status,
        title: status == StatusCodes.Status422UnprocessableEntity ? "A value is out of its range" : "The request is malformed",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = field });

    public static ProblemHttpResult NotFound(string field, string detail) => TypedResults.Problem(
        detail: $"{field}: {detail}",
        statusCode: StatusCodes.Status404NotFound,
        title: "Not found",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = field });

    public static ProblemHttpResult NoStation(IReadOnlyList<StationSnapshot> known) =>
        NotFound("id", $"there is no station of this id; known are {string.Join(", ", known.Take(20).Select(s => s.Id))}");

    public static ProblemHttpResult Stale(long revision) => TypedResults.Problem(
        detail: $"If-Match: the twin is at revision {revision}; read it again and repeat the change",
        statusCode: StatusCodes.Status412PreconditionFailed,
        title: "The twin has changed",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = "If-Match", ["revision"] = revision });

    public static ProblemHttpResult Of(int status, string title, string detail) => TypedResults.Problem(detail: detail, statusCode: status, title: title);
}
