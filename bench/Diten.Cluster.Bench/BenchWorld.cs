using Diten.Interfaces.Placement;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Bench;

/// <summary>Stations and registered twins, and the messages that are sent to them.</summary>
internal static class BenchWorld
{
    public const int TwinsPerStation = 1000;

    public static string TwinOf(long number) => $"dev-{number:D7}";

    public static string StationOf(long twin) => $"bs-{(twin / TwinsPerStation) + 1}";

    /// <summary>Names and values of a report.</summary>
    public static ReportMessage Report(long sequence, int readings)
    {
        var names = s_names[..readings];
        var values = new double[readings];
        for (var i = 0; i < readings; i++) values[i] = sequence + (0.25 * i);
        return new ReportMessage { Sequence = sequence, At = TimeProvider.System.GetUtcNow(), Names = names, Values = values };
    }

    /// <summary>Sets up stations that never begin a round.</summary>
    public static async Task ConfigureAsync(IGrainFactory grains, long twins)
    {
        for (var station = 0L; station * TwinsPerStation < twins; station++)
        {
            var settings = new StationSettingsMessage { Model = "softmax", Parameters = 7850, StartAt = int.MaxValue };
            var reply = await grains.GetGrain<IStationGrain>($"bs-{station + 1}").ConfigureAsync(settings);
            if (!reply.Accepted) throw new InvalidOperationException(reply.Error);
        }
    }

    /// <summary>Registers twins, many at once.</summary>
    public static Task RegisterAsync(IGrainFactory grains, long from, long to, int atOnce) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, _) =>
        {
            var station = StationOf(number);
            PlacementHint.Set(station);
            var reply = await grains.GetGrain<ITwinGrain>(TwinOf(number)).RegisterAsync(new RegisterDeviceMessage
            {
                Station = station,
                Samples = 600,
                FrequencyHz = 1.2e9,
                SubcarrierRate = 3e5,
                X = number % 1000,
                Y = number % 777,
            });
            if (!reply.Accepted) throw new InvalidOperationException($"{TwinOf(number)}: {reply.Error}");
        });

    private static readonly string[] s_names = [.. Enumerable.Range(0, 64).Select(i => $"reading{i:D2}")];
}
