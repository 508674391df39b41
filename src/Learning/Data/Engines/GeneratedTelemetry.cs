namespace Diten.Learning.Data.Engines;

/// <summary>
/// Machines that run to failure, in the shape of C-MAPSS FD001 (one operating condition, one fault), so that remaining useful life
/// can be learned with no download. Each machine has a hidden wear path that reaches 1 at its end of life, growing as
/// exp(−remaining/τ) with some wander; the sensors see it through a gain, an offset of the machine and noise. The constants are those
/// that summarise FD001: levels, noise, gains, τ near 47 cycles, lives of 128 to 362 cycles.
/// </summary>
public static class GeneratedTelemetry
{
    private const int TrainStream = 0x6E61;
    private const int TestStream = 0x6E62;
    private const double ShortestLife = 128;
    private const double LongestLife = 362;

    /// <summary>Level when new, change at the end of life, deviation between machines and of the noise; sensors 1–21.</summary>
    private static readonly (double Level, double Gain, double Offset, double Noise)[] Sensors =
    [
        (518.67, 0, 0, 0), (642.35, 1.5, 0.16, 0.30), (1586.5, 17.5, 1.6, 4.0), (1402, 30, 3.0, 4.0), (14.62, 0, 0, 0),
        (21.6098, 0, 0, 0.0015), (554.0, -2.8, 0.33, 0.40), (2388.055, 0.20, 0.033, 0.031), (9054, 48, 6.0, 4.2), (1.30, 0, 0, 0),
        (47.34, 0.87, 0.10, 0.10), (521.95, -2.4, 0.28, 0.30), (2388.052, 0.21, 0.033, 0.029), (8136, 34, 6.0, 3.1), (8.416, 0.115, 0.012, 0.0205),
        (0.03, 0, 0, 0), (392.2, 4.5, 0.45, 0.90), (2388, 0, 0, 0), (100, 0, 0, 0), (38.94, -0.54, 0.06, 0.10), (23.365, -0.32, 0.035, 0.063),
    ];

    /// <summary>Generates two fleets.</summary>
    /// <param name="seed">Seed; machine i of a seed is the same whatever the number of machines.</param>
    /// <param name="train">Machines run to failure, 1 or more; default 100.</param>
    /// <param name="test">Machines cut off 7 to 145 cycles before failure, 1 or more; default 100.</param>
    public static EngineFleet Load(int seed, int train = 100, int test = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        var trainRuns = Enumerable.Range(1, train).Select(unit => Run(new StreamRandom(seed, TrainStream, unit), unit, out _, cut: false)).ToArray();
        var remaining = new int[test];
        var testRuns = new EngineRun[test];
        for (var i = 0; i < test; i++) testRuns[i] = Run(new StreamRandom(seed, TestStream, i + 1), i + 1, out remaining[i], cut: true);
        return new EngineFleet(trainRuns, testRuns, remaining, $"generated telemetry, seed {seed}");
    }

    /// <summary>Writes the three text files, which then load like C-MAPSS FD001 from the same folder.</summary>
    /// <param name="folder">Created if missing; files of the same names are replaced.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="train">Machines run to failure.</param>
    /// <param name="test">Machines cut off before.</param>
    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> Write(string folder, int seed, int train = 100, int test = 100) =>
        CmapssFiles.Write(folder, Load(seed, train, test));

    private static EngineRun Run(StreamRandom random, int unit, out int remaining, bool cut)
    {
        var life = (int)Math.Clamp(198 * Math.Exp(random.Normal(0, 0.23, 3)), ShortestLife, LongestLife);
        remaining = cut ? Math.Min(7 + random.Below(139), life - 31) : 0;
        var pace = random.Normal(47, 5, 2.5);
        // The speed and corrected-speed sensors 9 and 14 answer the fault by a control loop that differs between machines.
        var control = random.Normal(1, 1.0, 2);
        Span<double> offsets = stackalloc double[EngineRun.Sensors];
        Span<double> gains = stackalloc double[EngineRun.Sensors];
        for (var s = 0; s < offsets.Length; s++)
        {
            offsets[s] = random.Normal() * Sensors[s].Offset;
            gains[s] = Sensors[s].Gain * (s is 8 or 13 ? control : random.Normal(1, 0.06, 2.5));
        }

        var values = new float[(life - remaining) * EngineRun.Columns];
        double wander = 0;
        for (var cycle = 0; cycle < life - remaining; cycle++)
        {
            var row = values.AsSpan(cycle * EngineRun.Columns, EngineRun.Columns);
            wander = (0.97 * wander) + (0.008 * random.Normal());
            var wear = Math.Exp(-(life - 1 - cycle) / pace) + wander;
            row[0] = Rounded(0.0022 * random.Normal(), 0);
            row[1] = Rounded(0.0003 * random.Normal(), 1);
            row[2] = 100;
            for (var s = 0; s < EngineRun.Sensors; s++)
            {
                var value = Sensors[s].Level + offsets[s] + (gains[s] * wear) + (Sensors[s].Noise * random.Normal());
                row[EngineRun.Settings + s] = Rounded(value, EngineRun.Settings + s);
            }
        }

        return new EngineRun(unit, values);
    }

    /// <summary>As it will stand in a file, so that a set reads back the same.</summary>
    private static float Rounded(double value, int column) => (float)Math.Round(value, CmapssFiles.Decimals[column]);
}
