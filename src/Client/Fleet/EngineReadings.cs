using Diten.Core.Twins;
using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Data.Engines;

namespace Diten.Client.Fleet;

/// <summary>
/// Turbofan engines as their devices read them: with each report an engine is one cycle older, and one that has run to failure
/// is replaced by a new one of the same kind. The remaining life is predicted on the device, with its own model and readings.
/// </summary>
/// <param name="data">The engines.</param>
/// <param name="learner">Predicts.</param>
internal sealed class EngineReadings(RulData data, ILearner learner)
{
    private const double KelvinPerRankine = 5.0 / 9;
    private const double PascalPerPsi = 6894.757293168;
    private const double HertzPerRpm = 1.0 / 60;

    // The learner judges and does not predict: from far enough below, the error is the prediction and the distance.
    private const float Below = -1000;

    // Number of the sensor in the data, name, and what makes its unit that of the SI.
    private static readonly (int Sensor, string Name, double Factor)[] s_sensors =
    [
        (2, "fanOutletTemperatureK", KelvinPerRankine),
        (3, "compressorOutletTemperatureK", KelvinPerRankine),
        (4, "turbineOutletTemperatureK", KelvinPerRankine),
        (7, "compressorOutletPressurePa", PascalPerPsi),
        (8, "fanSpeedHz", HertzPerRpm),
        (9, "coreSpeedHz", HertzPerRpm),
        (11, "compressorStaticPressurePa", PascalPerPsi),
        (15, "bypassRatio", 1),
    ];

    private readonly int[] _cycles = [.. Enumerable.Range(0, data.Fleet.Train.Count).Select(i => (37 * i) % data.Fleet.Train[i].Cycles)];

    /// <summary>Adds what an engine reads in its next cycle.</summary>
    /// <param name="device">Index of the device and of its engine.</param>
    /// <param name="model">The device's model; empty before it has one.</param>
    /// <param name="readings">Receives them.</param>
    public void AddTo(int device, float[] model, Dictionary<string, double> readings)
    {
        var run = data.Fleet.Train[device];
        var cycle = _cycles[device] = (_cycles[device] + 1) % run.Cycles;
        readings["cycle"] = cycle + 1;
        foreach (var (sensor, name, factor) in s_sensors) readings[name] = run.Row(cycle)[EngineRun.Settings + sensor - 1] * factor;
        if (model.Length > 0 && Predict(run, cycle, model) is var life && double.IsFinite(life)) readings[Twin.RemainingLifeReading] = Math.Max(0, life);
    }

    private double Predict(EngineRun run, int cycle, float[] model)
    {
        var sample = new float[data.Scaler.Length];
        data.Scaler.Fill(run, cycle, sample);
        return learner.Evaluate(model, new Dataset("one window", sample, sample.Length, [], 0, [Below])).RootMeanSquareError + Below;
    }
}
