using Diten.Core.Frequency;

namespace Diten.Core.Tests.Frequency;

/// <summary>Random problems of every kind: sizes, orders of magnitude of γ, equal devices, fixed frequencies.</summary>
internal static class FrequencyInstances
{
    public static FrequencyProblem Draw(int seed)
    {
        var random = new Random(seed);
        double LogUniform(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        var n = random.Next(1, 41);
        var ties = random.Next(4) == 0;
        var pinned = random.Next(5) == 0;
        var devices = new FrequencyDevice[n];
        for (var i = 0; i < n; i++)
        {
            if (ties && i > 0 && random.Next(2) == 0)
            {
                devices[i] = devices[i - 1];
                continue;
            }
            var low = LogUniform(1e8, 1e9);
            var high = pinned && random.Next(2) == 0 ? low : low * LogUniform(1.01, 20);
            devices[i] = new FrequencyDevice(random.Next(50, 2000), LogUniform(1e5, 1e7), low, high, LogUniform(1e-29, 1e-27));
        }
        // From "only energy counts" through the interesting middle to "only time counts".
        return new FrequencyProblem(LogUniform(1e-4, 1e3), devices);
    }

    /// <summary>The objective once T is given and each device runs as slowly as it may.</summary>
    public static double Reduced(FrequencyProblem problem, double seconds)
    {
        var energy = 0.0;
        foreach (var d in problem.Devices)
        {
            var f = Math.Clamp(d.Cycles / seconds, d.MinFrequency, d.MaxFrequency);
            energy += d.EnergyCoefficient * d.Cycles * f * f;
        }
        return energy + problem.Gamma * seconds;
    }

    public static double[] Frequencies(FrequencySolution solution) => [.. solution.Devices.Select(d => d.Frequency)];
}
