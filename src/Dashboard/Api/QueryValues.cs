using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Diten.Dashboard.Api;

/// <summary>Query parameters that have been checked against the endpoint's table of fields.</summary>
internal sealed class QueryValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private QueryValues() { }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int? Integer(string name) => _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public long? Long(string name) => _values.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool? Boolean(string name) => _values.TryGetValue(name, out var text) ? string.Equals(text, "true", StringComparison.Ordinal) : null;

    public DateTimeOffset? Time(string name) => _values.TryGetValue(name, out var text) && QueryField.TryTime(text, out var time) ? time : null;

    /// <summary>Reads the query; a problem names the first field that is unknown, repeated, missing or wrong.</summary>
    public static QueryValues? Read(HttpContext context, out ProblemHttpResult? problem)
    {
        var fields = context.GetEndpoint()?.Metadata.GetMetadata<QueryFields>()?.Fields ?? [];
        var values = new QueryValues();
        foreach (var (name, given) in context.Request.Query)
        {
            var field = fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
            problem = field is null
                ? Problems.Field(name, fields.Count == 0 ? "unknown parameter; there are none here" : $"unknown parameter; known are {string.Join(", ", fields.Select(f => f.Name))}")
                : given.Count != 1 ? Problems.Field(name, "must be given once")
                : field.Check(given[0] ?? "") is { } error ? Problems.Field(name, error) : null;
            if (problem is not null) return null;
            values._values[name] = given[0]!;
        }
        problem = fields.FirstOrDefault(f => f.Required && !values._values.ContainsKey(f.Name)) is { } missing ? Problems.Field(missing.Name, "is missing") : null;
        return problem is null ? values : null;
    }
}

/// <summary>Endpoint metadata: its query parameters.</summary>
internal sealed record QueryFields(IReadOnlyList<QueryField> Fields);

/// <summary>Declares an endpoint's query parameters.</summary>
internal static class QueryFieldExtensions
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, params QueryField[] fields) => builder.WithMetadata(new QueryFields(fields));
}
