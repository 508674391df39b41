using System.Globalization;
using Diten.Interfaces.Twins;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Diten.Cluster.Upgrade;

/// <summary>Writes a report as this version does, and says what it reads from bytes; a command per line.</summary>
internal static class BytesRole
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await Console.Out.WriteLineAsync(line.Split(' ') switch
            {
                ["write"] => Convert.ToBase64String(serializer.SerializeToArray<object>(Report())),
                ["read", var bytes] => Describe((ReportMessage)serializer.Deserialize<object>(Convert.FromBase64String(bytes))!),
                _ => "what?",
            });
        }
    }

    private static ReportMessage Report() => new()
    {
        Sequence = 7,
        At = DateTimeOffset.UnixEpoch,
        Names = ["temperature"],
        Values = [21.5],
#if DITEN_NEXT
        Unit = "K",
        Tags = ["a", "b"],
#endif
    };

    private static string Describe(ReportMessage report)
    {
        var known = string.Create(CultureInfo.InvariantCulture, $"{report.Sequence} {report.At:O} {string.Join(',', report.Names)} {string.Join(',', report.Values)}");
#if DITEN_NEXT
        return $"{known} unit={report.Unit ?? "null"} tags={(report.Tags is null ? "null" : string.Join(',', report.Tags))}";
#else
        return known;
#endif
    }
}
