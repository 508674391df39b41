namespace Diten.Learning.Data.Engines;

/// <summary>One machine's recording from its start: a row of 3 settings and 21 sensors per cycle.</summary>
/// <param name="Unit">The machine's number, 1 or more.</param>
/// <param name="Values">Cycles × <see cref="Columns"/>, row-major: settings 1–3, then sensors 1–21.</param>
public sealed record EngineRun(int Unit, float[] Values)
{
    /// <summary>Operational settings per row.</summary>
    public const int Settings = 3;

    /// <summary>Sensors per row.</summary>
    public const int Sensors = 21;

    /// <summary>Values per row.</summary>
    public const int Columns = Settings + Sensors;

    /// <summary>Cycles recorded.</summary>
    public int Cycles => Values.Length / Columns;

    /// <summary>One cycle's row.</summary>
    /// <param name="cycle">From 0.</param>
    public ReadOnlySpan<float> Row(int cycle) => Values.AsSpan(cycle * Columns, Columns);
}

/// <summary>A fleet run to failure, a second fleet cut off before it, and how long the second would have gone on.</summary>
/// <param name="Train">Run to failure: the last row is the last cycle.</param>
/// <param name="Test">Cut off some time before.</param>
/// <param name="TestRemaining">Cycles left after the last row of each test run.</param>
/// <param name="Source">Where it came from, for people.</param>
public sealed record EngineFleet(IReadOnlyList<EngineRun> Train, IReadOnlyList<EngineRun> Test, IReadOnlyList<int> TestRemaining, string Source);
