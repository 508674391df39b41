using Diten.Core.Frequency;

namespace Diten.Core.Tests.Frequency;

/// <summary>The residual must see what is wrong, or its smallness proves nothing.</summary>
public class KktResidualTests
{
    private static readonly FrequencyDevice Device = new(600, 2e6, 3e8, 2e9, 1e-28);

    [Theory]
    [InlineData(0.01)]
    [InlineData(1e-4)]
    public void Moving_T_and_the_balanced_devices_away_shows_in_stationarity(double by)
    {
        var problem = new FrequencyProblem(0.2, [Device, Device with { Samples = 500 }]);
        var solution = FrequencySolver.Solve(problem);
        foreach (var factor in new[] { 1 + by, 1 - by })
        {
            double[] f = [.. solution.Devices.Select(d => d.Frequency / factor)];
            Assert.InRange(KktResidual.Of(problem, solution.Time * factor, f).Stationarity, by, 4 * by);
        }
    }

    [Fact]
    public void A_late_device_shows_in_primal()
    {
        var problem = new FrequencyProblem(0.2, [Device]);
        Assert.Equal(0.25, KktResidual.Of(problem, 1.2e9 / 1e9 * 0.8, [1e9]).Primal, 1e-12);
    }

    [Fact]
    public void A_frequency_out_of_bounds_shows_in_primal()
    {
        var problem = new FrequencyProblem(0.2, [Device]);
        Assert.Equal(0.5, KktResidual.Of(problem, 100, [1.5e8]).Primal, 1e-12);
        Assert.Equal(0.5, KktResidual.Of(problem, 100, [3e9]).Primal, 1e-12);
    }

    [Fact]
    public void A_device_that_hurries_for_nothing_shows_in_complementarity()
    {
        var problem = new FrequencyProblem(0.2, [Device, Device with { Samples = 50 }]);
        var solution = FrequencySolver.Solve(problem);
        Assert.Equal(0.5, KktResidual.Of(problem, solution.Time, [solution.Devices[0].Frequency, 6e8]).Complementarity, 1e-12);
    }

    [Fact]
    public void A_deadline_nobody_needs_shows_in_stationarity()
    {
        var problem = new FrequencyProblem(0.2, [Device]);
        Assert.Equal(1, KktResidual.Of(problem, 5, [3e8]).Stationarity, 1e-12);
    }
}
