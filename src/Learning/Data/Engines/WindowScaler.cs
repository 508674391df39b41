namespace Diten.Learning.Data.Engines;

/// <summary>
/// Cuts a window of cycles from a run and scales it: channels × window values, row-major [channel][cycle], the newest cycle last.
/// A twin uses the same scaler on what its machine reports.
/// </summary>
public sealed class WindowScaler
{
    private readonly int[] columns;
    private readonly double[] centres;
    private readonly double[] factors;

    /// <summary>Fits the scaling to the training engines' rows alone.</summary>
    internal WindowScaler(IReadOnlyList<EngineRun> train, RulOptions options)
    {
        columns = options.Columns();
        Window = options.Window;
        centres = new double[columns.Length];
        factors = new double[columns.Length];
        for (var channel = 0; channel < columns.Length; channel++)
        {
            var values = train.SelectMany(run => Enumerable.Range(0, run.Cycles).Select(cycle => (double)run.Row(cycle)[columns[channel]])).ToArray();
            var (low, high) = (values.Min(), values.Max());
            double width;
            if (options.Scaling == ChannelScaling.MinMax)
            {
                centres[channel] = (low + high) / 2;
                width = (high - low) / 2;
            }
            else
            {
                var mean = centres[channel] = values.Average();
                width = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            }

            // A constant channel carries nothing: 0, not noise blown up by a rounding error's deviation.
            factors[channel] = high > low ? 1 / width : 0;
        }
    }

    /// <summary>Channels.</summary>
    public int Channels => columns.Length;

    /// <summary>Cycles.</summary>
    public int Window { get; }

    /// <summary>F = channels × window.</summary>
    public int Length => Channels * Window;

    /// <summary>Fills a sample with the cycles up to and including <paramref name="last"/>; before the first cycle its values are repeated.</summary>
    /// <param name="run">The machine's recording.</param>
    /// <param name="last">Newest cycle of the window, from 0.</param>
    /// <param name="sample">Receives <see cref="Length"/> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such cycle.</exception>
    /// <exception cref="ArgumentException">The sample has another length.</exception>
    public void Fill(EngineRun run, int last, Span<float> sample)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, run.Cycles);
        if (sample.Length != Length) throw new ArgumentException($"{sample.Length} values; expected {Length}", nameof(sample));
        for (var step = 0; step < Window; step++)
        {
            var row = run.Row(Math.Max(0, last - Window + 1 + step));
            for (var channel = 0; channel < columns.Length; channel++)
                sample[(channel * Window) + step] = (float)((row[columns[channel]] - centres[channel]) * factors[channel]);
        }
    }
}
