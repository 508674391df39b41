using System.Globalization;

namespace Diten.Cluster.Bench;

/// <summary>What to measure.</summary>
internal sealed class BenchOptions
{
    public const string Usage = """
        usage: ./diten bench cluster [TASK] [OPTIONS]

          calls       reports and reads per second through one silo, co-hosted and over TCP, against a bare Orleans call
          memory      bytes per resident twin over a bare activation
          register    how long a great many twins take to register, and their memory
          drain       how long a silo takes to leave when no twin is stored
          round       a round of 100 twins with LeNet-5 in the cluster against the simulator
          telemetry   reports and rounds with nothing exported, with metrics, and with traces of 1 % and of all
          all         calls, memory and round (default)

          --twins N            twins (calls: 1000, memory: 100000, register: 1000000, drain: 10000)
          --readings N         readings of a report (default 8)
          --callers N          calls under way at once (default 64)
          --seconds S          length of a turn (default 2)
          --turns N            turns of each side (default 7)
          --mode NAME          acknowledged or batched (default batched)
          --postgres STRING    connection string of a PostgreSQL that has had ./diten db init (default: a server of the bench's own,
                               on loopback, where PostgreSQL is installed)
          --rounds N           rounds of a turn of the task round (default 6)
        """;

    public string Task { get; private set; } = "all";

    public int? Twins { get; private set; }

    public int Readings { get; private set; } = 8;

    public int Callers { get; private set; } = 64;

    public double Seconds { get; private set; } = 2;

    public int Turns { get; private set; } = 7;

    public bool Batched { get; private set; } = true;

    public string? Postgres { get; private set; }

    public int Rounds { get; private set; } = 6;

    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        var at = 0;
        if (arguments.Count > 0 && !arguments[0].StartsWith('-'))
        {
            if (arguments[0] is not ("calls" or "memory" or "register" or "drain" or "round" or "telemetry" or "all")) throw new FormatException($"unknown task '{arguments[0]}'");
            options.Task = arguments[at++];
        }

        for (; at < arguments.Count; at += 2)
        {
            var name = arguments[at];
            var value = at + 1 < arguments.Count ? arguments[at + 1] : throw new FormatException($"{name} has no value");
            switch (name)
            {
                case "--twins": options.Twins = Whole(name, value, 1, 10_000_000); break;
                case "--readings": options.Readings = Whole(name, value, 1, 64); break;
                case "--callers": options.Callers = Whole(name, value, 1, 4096); break;
                case "--turns": options.Turns = Whole(name, value, 1, 1000); break;
                case "--rounds": options.Rounds = Whole(name, value, 3, 1000); break;
                case "--seconds": options.Seconds = Real(name, value, 0.1, 600); break;
                case "--mode": options.Batched = value is "batched" or "acknowledged" ? value == "batched" : throw new FormatException($"{name} is '{value}', must be acknowledged or batched"); break;
                case "--postgres": options.Postgres = value; break;
                default: throw new FormatException($"unknown argument: {name}");
            }
        }

        return options;
    }

    private static int Whole(string name, string value, int low, int high) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new FormatException($"{name} is '{value}', expected a whole number from {low} to {high}");

    private static double Real(string name, string value, double low, double high) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new FormatException($"{name} is '{value}', expected a number from {low} to {high}");
}
