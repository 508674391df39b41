using Diten.Core.Allocation;
using Diten.Core.Wireless;

namespace Diten.Core.Tests.Allocation;

internal static class AllocationInstances
{
    /// <summary>Blocks of 8 subcarriers with Rayleigh fading, mean SNR of 5 to 25 dB, LeNet-5 in 32 bit, as in the experiments.</summary>
    public static AllocationProblem Draw(int seed, int devices, int subcarriers, double cyclesPerSample)
    {
        var random = new Random(seed);
        var channel = FiniteStateMarkovChannel.Rayleigh(1, 0.01, 8);
        var compute = new double[devices];
        var bits = new double[devices];
        var rates = new double[devices * subcarriers];
        for (var i = 0; i < devices; i++)
        {
            compute[i] = cyclesPerSample * random.Next(100, 1200) / (random.Next(3, 22) * 1e8);
            bits[i] = 44_426 * 32;
            var mean = Decibels.ToLinear(5 + 20 * random.NextDouble());
            for (var block = 0; block * 8 < subcarriers; block++)
            {
                var rate = Ofdma.SubcarrierRate(20e6, 256, mean * channel.Snr(channel.Draw(random.NextDouble())));
                for (var k = block * 8; k < Math.Min(subcarriers, block * 8 + 8); k++) rates[i * subcarriers + k] = rate;
            }
        }
        return new AllocationProblem(compute, bits, rates, subcarriers);
    }
}
