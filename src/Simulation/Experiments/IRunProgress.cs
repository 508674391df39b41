namespace Diten.Simulation.Experiments;

/// <summary>Is told how far a run is.</summary>
internal interface IRunProgress
{
    /// <summary>Before the first series.</summary>
    /// <param name="series">Series in all.</param>
    /// <param name="resumed">Of these, finished before.</param>
    /// <param name="steps">Steps still to be done.</param>
    void Begin(int series, int resumed, int steps);

    /// <summary>A series begins.</summary>
    void BeginSeries(string title, int steps);

    /// <summary>One step of it is done.</summary>
    void Step();

    /// <summary>It is finished and kept.</summary>
    void EndSeries();
}
