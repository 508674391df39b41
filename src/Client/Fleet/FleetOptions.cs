using System.ComponentModel.DataAnnotations;
using Diten.Simulation.Scenario;

namespace Diten.Client.Fleet;

/// <summary>A fleet of simulated devices that are real clients of a cluster.</summary>
internal sealed record FleetOptions
{
    /// <summary>Devices, radio, what is learned and how; its base stations are <see cref="Stations"/>.</summary>
    public required ScenarioOptions Scenario { get; init; }

    /// <summary>Ids of the base stations, as many as the scenario has.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Stations { get; init; } = ["bs-1"];

    /// <summary>Id of the macro base station above them; null for none.</summary>
    public string? Macro { get; init; }

    /// <summary>Device ids begin with it. Default <c>device</c>.</summary>
    [Required]
    public string Prefix { get; init; } = "device";

    /// <summary>Real seconds per second of transmission time T_com. 0 to 1,000; default 1.</summary>
    [Range(0.0, 1000.0)]
    public double TimeScale { get; init; } = 1;

    /// <summary>Time between two reports of a device, above 0; default 5 s.</summary>
    public TimeSpan ReportPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Real time that the stations give for offers, s; they wait less when everyone has offered who is not away. 0.1 to 86,400; default 30.</summary>
    [Range(0.1, 86_400.0)]
    public double OfferSeconds { get; init; } = 30;

    /// <summary>Real time that the stations give for uploads, s. 0.1 to 86,400; default 60.</summary>
    [Range(0.1, 86_400.0)]
    public double UploadSeconds { get; init; } = 60;

    /// <summary>Rounds in a row without a word of a device after which the stations wait no longer for its offers, until it is heard again. 0 (never) to 1,000; default 2.</summary>
    [Range(0, 1000)]
    public int AwayAfter { get; init; } = 2;

    /// <summary>Calls under way at once. 1 to 10,000; default 32.</summary>
    [Range(1, 10_000)]
    public int ParallelCalls { get; init; } = 32;

    /// <summary>Time for one call before it is made again, above 0; default 10 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a call is made again, doubled with each attempt, above 0; default 0.2 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Whether this fleet judges new models on its test set and tells the station; one fleet per station does. Default true.</summary>
    public bool TellsQuality { get; init; } = true;

    /// <summary>Nearest devices of the same station that a device's twin is linked with and tells of its changes. 0 to 16; default 0.</summary>
    [Range(0, 16)]
    public int Neighbours { get; init; }

    /// <summary>Capacity of a device's battery in J, as in the simulator. Default 2,000.</summary>
    [Range(1.0, 1e12)]
    public double BatteryJoules { get; init; } = 2000;
}
