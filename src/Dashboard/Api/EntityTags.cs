using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Diten.Dashboard.Api;

/// <summary>Entity tags, and a twin's revision as one.</summary>
internal static class EntityTags
{
    public static string Of(long revision) => $"\"{revision.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Revision asked for by If-Match; null for none or <c>*</c>. One tag only, in the form that a read gave.</summary>
    public static long? IfMatch(HttpContext context, out ProblemHttpResult? problem)
    {
        problem = null;
        var header = context.Request.Headers.IfMatch.ToString().Trim();
        if (header.Length == 0 || string.Equals(header, "*", StringComparison.Ordinal)) return null;
        if (header.Length > 2 && header[0] == '"' && header[^1] == '"'
            && long.TryParse(header.AsSpan(1, header.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return revision;
        problem = Problems.Field("If-Match", "must be one entity tag as a read of the twin gave it, for example \"12\"");
        return null;
    }

    /// <summary>Whether If-None-Match names this revision (weak comparison, lists allowed).</summary>
    public static bool NoneMatch(HttpContext context, long revision) => NoneMatch(context, Of(revision));

    /// <summary>Whether If-None-Match names this tag.</summary>
    public static bool NoneMatch(HttpContext context, string tag)
    {
        foreach (var part in context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var candidate = part.StartsWith("W/", StringComparison.Ordinal) ? part[2..] : part;
            if (string.Equals(candidate, tag, StringComparison.Ordinal) || string.Equals(candidate, "*", StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
