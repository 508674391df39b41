using System.Globalization;

namespace Diten.Tests;

/// <summary>The process that exported something.</summary>
internal sealed record ReceivedFrom(string Service, string Instance, string Scope, string ScopeVersion);

internal sealed record ReceivedSpan(
    string Service, string Instance, string Scope, string Name, string TraceId, string SpanId, string ParentId, int Kind, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links);

/// <summary>One series of an instrument; <paramref name="Count"/>, <paramref name="Bounds"/> and <paramref name="Buckets"/> are a histogram's, whose sum is the value.</summary>
internal sealed record ReceivedPoint(
    ReceivedFrom From, string Name, string Kind, string Unit, IReadOnlyDictionary<string, string> Labels, double Value, long Count, IReadOnlyList<double> Bounds, IReadOnlyList<long> Buckets)
{
    public string Service => From.Service;
}

internal sealed record ReceivedLog(string Service, string Instance, string Scope, string Text, string TraceId, IReadOnlyDictionary<string, string> Attributes);

/// <summary>What is in a request of OTLP, by the field numbers of its protobuf messages.</summary>
internal static class OtlpMessage
{
    /// <summary>The items (spans, records of the log, metrics) with who sends them.</summary>
    public static IEnumerable<(ReceivedFrom From, ProtobufFields Item)> Items(ReadOnlyMemory<byte> body)
    {
        foreach (var resource in new ProtobufFields(body).All(1))
        {
            var process = Attributes(resource.One(1), 1);
            foreach (var scope in resource.All(2))
            {
                var from = new ReceivedFrom(process.GetValueOrDefault("service.name", ""), process.GetValueOrDefault("service.instance.id", ""), scope.One(1).Text(1), scope.One(1).Text(2));
                foreach (var item in scope.All(2)) yield return (from, item);
            }
        }
    }

    public static ReceivedSpan Span(ReceivedFrom from, ProtobufFields span) => new(
        from.Service, from.Instance, from.Scope, span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), (int)span.Number(6), Attributes(span, 9), [.. span.All(13).Select(link => link.Hex(1))]);

    public static ReceivedLog Log(ReceivedFrom from, ProtobufFields log) => new(from.Service, from.Instance, from.Scope, log.One(5).Text(1), log.Hex(9), Attributes(log, 6));

    /// <summary>The series of a metric.</summary>
    public static IEnumerable<ReceivedPoint> Points(ReceivedFrom from, ProtobufFields metric)
    {
        var (name, unit) = (metric.Text(1), metric.Text(3));
        foreach (var (data, kind) in metric.All(5).Select(gauge => (gauge, "gauge")).Concat(metric.All(7).Select(sum => (sum, sum.Number(3) != 0 ? "counter" : "sum"))))
        {
            foreach (var point in data.All(1))
                yield return new ReceivedPoint(from, name, kind, unit, Attributes(point, 7), point.Has(4) ? point.Real(4) : (long)point.Number(6), 0, [], []);
        }
        foreach (var point in metric.All(9).SelectMany(histogram => histogram.All(1)))
        {
            yield return new ReceivedPoint(
                from, name, "histogram", unit, Attributes(point, 9), point.Real(5), (long)point.Number(4), [.. point.Fixed(7).Select(BitConverter.UInt64BitsToDouble)], [.. point.Fixed(6).Select(count => (long)count)]);
        }
    }

    private static Dictionary<string, string> Attributes(ProtobufFields message, int number)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in message.All(number)) attributes[pair.Text(1)] = Value(pair.One(2));
        return attributes;
    }

    private static string Value(ProtobufFields any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(2) ? any.Number(2) != 0 ? "true" : "false"
        : any.Has(3) ? ((long)any.Number(3)).ToString(CultureInfo.InvariantCulture)
        : any.Has(4) ? any.Real(4).ToString("R", CultureInfo.InvariantCulture)
        : "";
}
