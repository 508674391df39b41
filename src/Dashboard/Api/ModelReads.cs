using System.Security.Cryptography;
using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>A station's model, for those who use it elsewhere.</summary>
internal static class ModelReads
{
    /// <summary>Header with the version of the model.</summary>
    public const string VersionHeader = "Diten-Model-Version";

    /// <summary>Header with the name of the model.</summary>
    public const string NameHeader = "Diten-Model-Name";

    public const string ContentType = "application/octet-stream";

    public static readonly QueryField[] Query = [QueryField.Integer("version", "Version, default the newest; the last few are held", 0, int.MaxValue)];

    public static async Task<IResult> Model(string id, HttpContext context, ITwinNetwork network)
    {
        if (QueryValues.Read(context, out var problem) is not { } query) return problem!;
        var version = query.Integer("version");
        if (await network.GetModelAsync(id, version, context.RequestAborted) is { } model) return File(context, model);
        var stations = await network.ListStationsAsync(context.RequestAborted);
        return stations.Any(s => string.Equals(s.Id, id, StringComparison.Ordinal))
            ? Problems.NotFound("version", version is null ? "this network learns nothing" : "this version of the model is not held")
            : Problems.NoStation(stations);
    }

    private static IResult File(HttpContext context, ModelSnapshot model)
    {
        // By content: versions of a network that was begun anew have the same numbers.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(model.SafeTensors.Span))}\"";
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers[VersionHeader] = $"{model.Version}";
        headers[NameHeader] = Uri.EscapeDataString(model.Model);
        if (EntityTags.NoneMatch(context, tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Bytes(model.SafeTensors, ContentType, $"{model.Station}-v{model.Version}.safetensors");
    }
}
