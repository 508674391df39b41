using Diten.Core.Convergence;

namespace Diten.Core.Tests.Convergence;

internal static class SoftmaxInstances
{
    /// <summary>Devices with unequal amounts of data of three clouds, each device leaning to one class (not IID).</summary>
    public static SoftmaxRegression[] Draw(int seed, int devices = 8, int features = 5, int classes = 3, double regularisation = 0.05)
    {
        var random = new Random(seed);
        var centres = new double[classes * features];
        for (var i = 0; i < centres.Length; i++) centres[i] = 2 * Normal(random);
        var all = new SoftmaxRegression[devices];
        for (var n = 0; n < devices; n++)
        {
            var samples = random.Next(10, 60);
            var x = new double[samples * features];
            var y = new int[samples];
            for (var j = 0; j < samples; j++)
            {
                y[j] = random.Next(3) == 0 ? n % classes : random.Next(classes);
                for (var f = 0; f < features - 1; f++) x[j * features + f] = centres[y[j] * features + f] + Normal(random);
                x[j * features + features - 1] = 1;
            }
            all[n] = new SoftmaxRegression(x, y, classes, regularisation);
        }
        return all;
    }

    public static double[] Point(Random random, int size, double scale) => [.. Enumerable.Range(0, size).Select(_ => scale * Normal(random))];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
