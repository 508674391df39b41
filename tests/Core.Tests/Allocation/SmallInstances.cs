using Diten.Core.Allocation;

namespace Diten.Core.Tests.Allocation;

/// <summary>Problems so small that every allocation can be tried.</summary>
internal static class SmallInstances
{
    /// <summary>2 to 4 participants, up to 7 subcarriers; some in blocks, some with dead subcarriers, some where computing dominates.</summary>
    public static AllocationProblem Draw(int seed)
    {
        var random = new Random(seed);
        var devices = random.Next(2, 5);
        var subcarriers = random.Next(devices, devices == 4 ? 7 : 8);
        var block = random.Next(1, 4);
        var compute = new double[devices];
        var bits = new double[devices];
        var rates = new double[devices * subcarriers];
        var span = random.Next(3) switch { 0 => 0.0, 1 => 1.0, _ => 20.0 };
        for (var i = 0; i < devices; i++)
        {
            compute[i] = span * random.NextDouble();
            bits[i] = 1 + 4 * random.NextDouble();
            for (var k = 0; k < subcarriers; k++)
            {
                var fresh = random.Next(8) == 0 ? 0 : 0.5 + 4 * random.NextDouble();
                rates[i * subcarriers + k] = k % block == 0 ? fresh : rates[i * subcarriers + k - 1];
            }
        }
        return new AllocationProblem(compute, bits, rates, subcarriers);
    }

    /// <summary>The least makespan and, among allocations of it that leave nothing idle, the least Ψ.</summary>
    public static (double Makespan, double Psi) BruteForce(AllocationProblem problem)
    {
        var owner = new int[problem.Subcarriers];
        var (makespan, psi) = (double.PositiveInfinity, double.PositiveInfinity);
        var codes = (int)Math.Round(Math.Pow(problem.Devices, owner.Length));
        for (var code = 0; code < codes; code++)
        {
            for (int k = 0, c = code; k < owner.Length; k++, c /= problem.Devices) owner[k] = c % problem.Devices;
            var outcome = AllocationOutcome.Evaluate(problem, owner);
            if (outcome.Makespan < makespan * (1 - 1e-12)) (makespan, psi) = (outcome.Makespan, outcome.Psi);
            else if (outcome.Makespan <= makespan * (1 + 1e-12)) psi = Math.Min(psi, outcome.Psi);
        }
        return (makespan, psi);
    }
}
