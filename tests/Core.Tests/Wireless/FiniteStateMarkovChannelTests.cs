using Diten.Core.Wireless;

namespace Diten.Core.Tests.Wireless;

public class FiniteStateMarkovChannelTests
{
    [Theory]
    [InlineData(0.02, 8)]
    [InlineData(0.01, 8)]
    [InlineData(0.005, 16)]
    public void Rayleigh_transitions_are_level_crossings_over_the_stationary_probability(double doppler, int states)
    {
        var chain = FiniteStateMarkovChannel.Rayleigh(5, doppler, states);
        var cut = new RayleighPartition(5, states);
        for (var k = 0; k < states; k++)
        {
            var row = 0.0;
            for (var j = 0; j < states; j++)
            {
                row += chain.Transition(k, j);
                if (Math.Abs(k - j) > 1) Assert.Equal(0, chain.Transition(k, j));
            }
            Assert.Equal(1, row, 1e-12);
            Assert.Equal(1.0 / states, chain.Stationary[k], 1e-12);
            if (k + 1 < states)
            {
                var expected = cut.LevelCrossings(cut.Thresholds[k + 1], doppler) * states;
                Assert.Equal(expected, chain.Transition(k, k + 1), 1e-12);
                Assert.Equal(expected, chain.Transition(k + 1, k), 1e-12);
            }
        }
        Assert.Equal(5, chain.MeanSnr, 1e-9);
    }

    [Fact]
    public void A_chain_of_mean_one_scales_to_any_mean()
    {
        var unit = FiniteStateMarkovChannel.Rayleigh(1, 0.01, 8);
        var strong = FiniteStateMarkovChannel.Rayleigh(200, 0.01, 8);
        for (var k = 0; k < 8; k++)
        {
            Assert.Equal(strong.Snr(k), 200 * unit.Snr(k), 1e-9);
            for (var j = 0; j < 8; j++) Assert.Equal(strong.Transition(k, j), unit.Transition(k, j), 1e-12);
        }
    }

    [Theory]
    [InlineData(0.0201, 8)]
    [InlineData(0.011, 16)]
    public void A_channel_too_fast_for_its_step_is_refused_and_the_way_out_named(double doppler, int states)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => FiniteStateMarkovChannel.Rayleigh(1, doppler, states));
        Assert.Contains("RayleighSubstepped", error.Message, StringComparison.Ordinal);
        Assert.Contains("dopplerTimesStep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Substeps_are_the_power_of_the_smaller_step_and_keep_the_distribution()
    {
        var small = FiniteStateMarkovChannel.Rayleigh(1, 0.02, 8);
        var large = FiniteStateMarkovChannel.RayleighSubstepped(1, 0.06, 8);
        for (var i = 0; i < 8; i++)
        {
            var into = 0.0;
            for (var j = 0; j < 8; j++)
            {
                var cubed = 0.0;
                for (var a = 0; a < 8; a++)
                    for (var b = 0; b < 8; b++)
                        cubed += small.Transition(i, a) * small.Transition(a, b) * small.Transition(b, j);
                Assert.Equal(cubed, large.Transition(i, j), 1e-12);
                into += large.Transition(j, i) / 8;
            }
            Assert.Equal(1.0 / 8, into, 1e-12);
        }
    }

    [Fact]
    public void A_very_fast_channel_forgets_its_state_in_one_step()
    {
        var chain = FiniteStateMarkovChannel.RayleighSubstepped(1, 100, 8);
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < 8; j++)
                Assert.Equal(0.125, chain.Transition(i, j), 1e-9);
    }

    [Fact]
    public void Step_takes_each_transition_with_its_probability()
    {
        var own = FiniteStateMarkovChannel.FromMatrix(new[,] { { 0.2, 0.5, 0.3 }, { 0.4, 0, 0.6 }, { 0.1, 0.1, 0.8 } }, [1, 2, 3]);
        var rayleigh = FiniteStateMarkovChannel.Rayleigh(1, 0.02, 8);
        foreach (var chain in new[] { own, rayleigh })
        {
            for (var i = 0; i < chain.States; i++)
            {
                const int points = 100_000;
                var hits = new int[chain.States];
                for (var p = 0; p < points; p++) hits[chain.Step(i, (p + 0.5) / points)]++;
                for (var j = 0; j < chain.States; j++) Assert.Equal(chain.Transition(i, j), (double)hits[j] / points, 2e-5);
            }
        }
    }

    [Fact]
    public void Draw_follows_the_stationary_distribution_and_skips_transient_states()
    {
        // State 0 is left for good; between 1 and 2 detailed balance gives 3 : 1.
        var chain = FiniteStateMarkovChannel.FromMatrix(new[,] { { 0.5, 0.5, 0 }, { 0, 0.9, 0.1 }, { 0, 0.3, 0.7 } }, [0, 1, 2]);
        Assert.Equal([0, 0.75, 0.25], chain.Stationary.ToArray().Select(p => Math.Round(p, 12)));
        Assert.Equal(1, chain.Draw(0));
        Assert.Equal(1, chain.Draw(0.7499));
        Assert.Equal(2, chain.Draw(0.7501));
        Assert.Equal(2, chain.Draw(0.9999999999999999));
        Assert.Equal(10, chain.MeanDwellSteps(1), 1e-9);
    }

    [Fact]
    public void Ends_of_the_unit_interval_stay_inside_the_chain()
    {
        var chain = FiniteStateMarkovChannel.Rayleigh(1, 0.02, 8);
        for (var k = 0; k < 8; k++)
        {
            foreach (var u in new[] { -1, 0, Math.BitDecrement(1.0), 1, 2 }) Assert.InRange(chain.Step(k, u), 0, 7);
            Assert.Equal(k, chain.Step(k, double.NaN));
        }
    }

    [Fact]
    public void Stationary_distribution_of_random_matrices_solves_the_balance_equations()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 50; trial++)
        {
            var n = random.Next(1, 12);
            var matrix = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                var row = Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray();
                for (var j = 0; j < n; j++) matrix[i, j] = row[j] / row.Sum();
            }
            var chain = FiniteStateMarkovChannel.FromMatrix(matrix, new double[n]);
            for (var j = 0; j < n; j++)
            {
                var into = 0.0;
                for (var i = 0; i < n; i++) into += chain.Stationary[i] * matrix[i, j];
                Assert.Equal(chain.Stationary[j], into, 1e-12);
            }
        }
    }

    public static TheoryData<double[,], double[], string> BadMatrices => new()
    {
        { new double[2, 3], [1, 1], "transition is 2 × 3; it must be square" },
        { new[,] { { 0.5, 0.4 }, { 0.5, 0.5 } }, [1, 1], "transition row 0 sums to 0.9" },
        { new[,] { { 1.5, -0.5 }, { 0.5, 0.5 } }, [1, 1], "transition[0,0] = 1.5 must be 0 to 1" },
        { new[,] { { double.NaN, 1 }, { 0.5, 0.5 } }, [1, 1], "transition[0,0] = NaN must be 0 to 1" },
        { new[,] { { 1.0, 0 }, { 0, 1 } }, [1, 1], "transition falls into closed classes" },
        { new[,] { { 0.5, 0.5 }, { 0.5, 0.5 } }, [1], "snr has 1 entries, expected 2" },
        { new[,] { { 0.5, 0.5 }, { 0.5, 0.5 } }, [1, -1], "snr[1] = -1 must be finite and 0 or more" },
    };

    [Theory]
    [MemberData(nameof(BadMatrices))]
    public void A_wrong_matrix_is_refused_and_the_place_named(double[,] transition, double[] snr, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => FiniteStateMarkovChannel.FromMatrix(transition, snr));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
