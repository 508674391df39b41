using Diten.Core.Wireless;

namespace Diten.Core.Tests.Wireless;

/// <summary>The chain against the physics it stands for: Rayleigh fading with Clarke's Doppler spectrum.</summary>
public class ClarkeFadingTests
{
    private const int States = 8;
    private const double Doppler = 0.01;
    private const int Traces = 48;
    private const int Steps = 40_000;

    /// <summary>|h|² of a sum of 32 plane waves from random directions with random phases, unit mean, one value per step.</summary>
    private static double[] Trace(int seed)
    {
        const int waves = 32;
        var random = new Random(seed);
        var (re, im) = (new double[waves], new double[waves]);
        var (turnRe, turnIm) = (new double[waves], new double[waves]);
        for (var n = 0; n < waves; n++)
        {
            var phase = 2 * Math.PI * random.NextDouble();
            // Directions spread evenly with one random turn of all: the spectrum of Clarke's isotropic scattering.
            var angle = 2 * Math.PI * (n + random.NextDouble()) / waves;
            var speed = 2 * Math.PI * Doppler * Math.Cos(angle);
            (re[n], im[n]) = (Math.Cos(phase) / Math.Sqrt(waves), Math.Sin(phase) / Math.Sqrt(waves));
            (turnRe[n], turnIm[n]) = (Math.Cos(speed), Math.Sin(speed));
        }
        var power = new double[Steps];
        for (var t = 0; t < power.Length; t++)
        {
            double sumRe = 0, sumIm = 0;
            for (var n = 0; n < waves; n++)
            {
                sumRe += re[n];
                sumIm += im[n];
                (re[n], im[n]) = (re[n] * turnRe[n] - im[n] * turnIm[n], re[n] * turnIm[n] + im[n] * turnRe[n]);
            }
            power[t] = sumRe * sumRe + sumIm * sumIm;
        }
        return power;
    }

    private sealed class Tally
    {
        public readonly double[] Time = new double[States];
        public readonly double[] Snr = new double[States];
        public readonly double[] Visits = new double[States];
        public double Total;
        public double Jumps;
        public double Moves;

        public void Add(double[] power, RayleighPartition cut)
        {
            var previous = -1;
            foreach (var snr in power)
            {
                var k = cut.StateOf(snr);
                Time[k]++;
                Snr[k] += snr;
                Total++;
                if (k != previous)
                {
                    Visits[k]++;
                    Moves++;
                    if (previous >= 0 && Math.Abs(k - previous) > 1) Jumps++;
                }
                previous = k;
            }
        }
    }

    [Fact]
    public void Stationary_distribution_dwell_times_and_mean_snr_agree_with_a_clarke_trace()
    {
        var chain = FiniteStateMarkovChannel.Rayleigh(1, Doppler, States);
        var cut = new RayleighPartition(1, States);
        var tally = new Tally();
        for (var seed = 0; seed < Traces; seed++) tally.Add(Trace(seed), cut);
        for (var k = 0; k < States; k++)
        {
            // 48 traces of 400 Doppler periods: about 1 % of noise in each figure.
            Assert.Equal(chain.Stationary[k], tally.Time[k] / tally.Total, 0.03 / States);
            Assert.Equal(1, tally.Time[k] / tally.Visits[k] / chain.MeanDwellSteps(k), 0.03);
            Assert.Equal(1, tally.Snr[k] / tally.Time[k] / chain.Snr(k), 0.02);
        }
        // At this speed the fading never jumps over a state within a step: neighbour transitions are enough.
        Assert.True(tally.Jumps < 0.001 * tally.Moves);
    }

    [Fact]
    public void A_walk_of_the_chain_shows_its_own_stationary_distribution_and_dwell_times()
    {
        var chain = FiniteStateMarkovChannel.Rayleigh(1, Doppler, States);
        var random = new Random(3);
        var time = new double[States];
        var visits = new double[States];
        var state = chain.Draw(random.NextDouble());
        const int steps = 4_000_000;
        for (var t = 0; t < steps; t++)
        {
            time[state]++;
            var next = chain.Step(state, random.NextDouble());
            if (next != state) visits[next]++;
            state = next;
        }
        for (var k = 0; k < States; k++)
        {
            Assert.Equal(1.0 / States, time[k] / steps, 0.004);
            Assert.Equal(1, time[k] / visits[k] / chain.MeanDwellSteps(k), 0.02);
        }
    }
}
