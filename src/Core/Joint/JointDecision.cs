using Diten.Core.Energy;
using Diten.Core.Numerics;

namespace Diten.Core.Joint;

/// <summary>An answer to the joint problem. Values are numbers as a solver gives them, so that a relaxed or faulty one can be shown to be so.</summary>
/// <param name="Participation">λ_i; length N.</param>
/// <param name="Assignment">θ_{i,k}; N × C0.</param>
/// <param name="PowerWatts">p_{i,k}, W; N × C0.</param>
/// <param name="FrequencyHz">f_i, Hz; length N.</param>
public sealed record JointDecision(double[] Participation, double[,] Assignment, double[,] PowerWatts, double[] FrequencyHz)
{
    /// <summary>T_i = T_cmp + T_com of a device, s (Eq. 10, 11, 23); ∞ without a rate.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="device">i.</param>
    public double Seconds(JointProblem problem, int device)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var d = problem.Devices[device];
        return ComputeCost.Seconds(d.CyclesPerSample, d.Samples, FrequencyHz[device]) + TransmitCost.Seconds(d.Bits, Rate(problem, device));
    }

    /// <summary>Energy of a device, J (Eq. 9, 12), with its power summed over its subcarriers.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="device">i.</param>
    public double Joules(JointProblem problem, int device)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var d = problem.Devices[device];
        return ComputeCost.Joules(d.EnergyCoefficient, d.CyclesPerSample, d.Samples, FrequencyHz[device])
            + TransmitCost.Joules(problem.AmplifierScale, Watts(device), d.Bits, Rate(problem, device));
    }

    /// <summary>Eq. (28): what the round costs, Σ λ_i (E_cmp + E_com) + γ·max λ_i T_i, J. Its part in f alone is Eq. 31.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>∞ if a participant has no rate.</returns>
    public double Cost(JointProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        RequireShape(problem);
        double joules = 0, slowest = 0;
        for (var i = 0; i < Participation.Length; i++)
        {
            if (Participation[i] == 0) continue;
            joules += Participation[i] * Joules(problem, i);
            slowest = Math.Max(slowest, Seconds(problem, i));
        }
        return joules + (problem.Gamma == 0 ? 0 : problem.Gamma * slowest);
    }

    internal double Watts(int device)
    {
        var sum = 0.0;
        for (var k = 0; k < Assignment.GetLength(1); k++) sum += Assignment[device, k] * PowerWatts[device, k];
        return sum;
    }

    internal double Rate(JointProblem problem, int device)
    {
        var sum = 0.0;
        for (var k = 0; k < Assignment.GetLength(1); k++)
            if (Assignment[device, k] != 0) sum += Assignment[device, k] * problem.Rate(device, k, PowerWatts[device, k]);
        return sum;
    }

    internal void RequireShape(JointProblem problem)
    {
        var (n, c) = (problem.Devices.Count, problem.Subcarriers);
        Require.SameLength(Participation.Length, n, nameof(Participation));
        Require.SameLength(FrequencyHz.Length, n, nameof(FrequencyHz));
        Shape(Assignment, n, c, nameof(Assignment));
        Shape(PowerWatts, n, c, nameof(PowerWatts));
    }

    private static void Shape(double[,] matrix, int rows, int columns, string name)
    {
        if (matrix.GetLength(0) != rows || matrix.GetLength(1) != columns)
            throw new ArgumentException($"{name} is {matrix.GetLength(0)} × {matrix.GetLength(1)}, expected {rows} × {columns}", name);
    }
}
