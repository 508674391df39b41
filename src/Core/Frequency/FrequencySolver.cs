namespace Diten.Core.Frequency;

/// <summary>
/// Exact optimum of Eq. 31 in O(N log N). With T given each device runs as slowly as it may, so the problem
/// is convex in T alone; its derivative γ − 2Σ_{N3(T)} α_i c_i³/T³ changes its form only at c_i/f_min.
/// </summary>
/// <remarks>
/// Dinh et al. (IEEE/ACM Trans. Netw. 29(1), 2021) weigh energy with α/2, hence no factor 2 in their T_N3.
/// The paper's grouping taken literally, without the clamp, is infeasible in some instances.
/// </remarks>
public static class FrequencySolver
{
    /// <summary>Solves the problem; the optimum is unique in T and, where α_i is above 0, in f_i.</summary>
    /// <param name="problem">Validated by its constructor.</param>
    public static FrequencySolution Solve(FrequencyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var devices = problem.Devices;
        var seconds = Deadline(problem);
        var choices = new FrequencyChoice[devices.Length];
        var frequencies = new double[devices.Length];
        for (var i = 0; i < devices.Length; i++)
        {
            var group = GroupOf(devices[i], seconds);
            frequencies[i] = FrequencyOf(devices[i], seconds);
            choices[i] = new FrequencyChoice(frequencies[i], group);
        }
        return new FrequencySolution(seconds, problem.Energy(frequencies), problem.Objective(seconds, frequencies), choices);
    }

    /// <summary>Eq. (32): the groups. N1 cannot be faster than T, N2 need not be faster than f_min, N3 is the rest.</summary>
    /// <param name="device">The device.</param>
    /// <param name="seconds">T, s.</param>
    public static FrequencyGroup GroupOf(FrequencyDevice device, double seconds) =>
        device.Cycles / device.MaxFrequency >= seconds ? FrequencyGroup.Bottleneck
        : device.Cycles / device.MinFrequency <= seconds ? FrequencyGroup.Strong
        : FrequencyGroup.Balanced;

    /// <summary>Eq. (33): f_i = f_max in N1, f_min in N2, c_i/T in N3; in one word clamp(c_i/T, f_min, f_max), Hz.</summary>
    /// <param name="device">The device.</param>
    /// <param name="seconds">T, s, above 0.</param>
    public static double FrequencyOf(FrequencyDevice device, double seconds) => GroupOf(device, seconds) switch
    {
        FrequencyGroup.Bottleneck => device.MaxFrequency,
        FrequencyGroup.Strong => device.MinFrequency,
        _ => Math.Clamp(device.Cycles / seconds, device.MinFrequency, device.MaxFrequency),
    };

    /// <summary>Eq. (34): T_N1 = max c_i/f_max, T_N2 = max over N2 of c_i/f_min, T_N3 = (2Σ_{N3} α_i c_i³/γ)^{1/3}, s.
    /// An empty group gives 0; T_N3 is ∞ for γ = 0.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seconds">The T that forms the groups, s.</param>
    public static (double Bottleneck, double Strong, double Balanced) GroupTimes(FrequencyProblem problem, double seconds)
    {
        ArgumentNullException.ThrowIfNull(problem);
        double bottleneck = 0, strong = 0, cubes = 0;
        var unit = LargestCycles(problem.Devices);
        foreach (var device in problem.Devices)
        {
            bottleneck = Math.Max(bottleneck, device.Cycles / device.MaxFrequency);
            var group = GroupOf(device, seconds);
            if (group == FrequencyGroup.Strong) strong = Math.Max(strong, device.Cycles / device.MinFrequency);
            if (group == FrequencyGroup.Balanced) cubes += Cube(device, unit);
        }
        return (bottleneck, strong, Balance(cubes, problem.Gamma, unit));
    }

    /// <summary>Eq. (35): T* = max(T_N1, T_N2, T_N3), s, with the groups that T* itself forms; found by a scan
    /// over the breakpoints c_i/f_min in increasing order.</summary>
    /// <param name="problem">The problem.</param>
    public static double Deadline(FrequencyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var devices = problem.Devices;
        var unit = LargestCycles(devices);
        var breakpoints = new double[devices.Length];
        var cubes = new double[devices.Length];
        var seconds = 0.0;
        for (var i = 0; i < devices.Length; i++)
        {
            breakpoints[i] = devices[i].Cycles / devices[i].MinFrequency;
            cubes[i] = Cube(devices[i], unit);
            seconds = Math.Max(seconds, devices[i].Cycles / devices[i].MaxFrequency);
        }
        Array.Sort(breakpoints, cubes);
        // Sums from the far end, so that nothing is ever subtracted.
        for (var i = devices.Length - 2; i >= 0; i--) cubes[i] += cubes[i + 1];
        for (var i = 0; i < devices.Length; i++)
        {
            if (breakpoints[i] <= seconds) continue;
            var balanced = Balance(cubes[i], problem.Gamma, unit);
            if (balanced <= breakpoints[i]) return Math.Max(seconds, balanced);
            seconds = breakpoints[i];
        }
        return seconds;
    }

    private static double LargestCycles(ReadOnlySpan<FrequencyDevice> devices)
    {
        var max = 0.0;
        foreach (var device in devices) max = Math.Max(max, device.Cycles);
        return max;
    }

    // Cycles are taken in units of the largest, so that their cubes neither overflow nor vanish.
    private static double Cube(FrequencyDevice device, double unit)
    {
        var relative = device.Cycles / unit;
        return 2 * device.EnergyCoefficient * relative * relative * relative;
    }

    private static double Balance(double cubes, double gamma, double unit) =>
        cubes == 0 ? 0 : gamma == 0 ? double.PositiveInfinity : unit * Math.Cbrt(cubes / gamma);
}
