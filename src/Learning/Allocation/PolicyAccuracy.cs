using Diten.Core.Allocation.Search;

namespace Diten.Learning.Allocation;

/// <summary>How far a policy agrees with the label.</summary>
/// <param name="Literal">Share of subcarriers whose owner is the label's. Subcarriers of a block are interchangeable, so two policies that mean the same may agree nowhere.</param>
/// <param name="Canonical">The same after the owners within each block were sorted in both: Σ min(held, label's held) over (device, block) divided by C0.</param>
public readonly record struct PolicyAccuracy(double Literal, double Canonical)
{
    /// <summary>Compares two policies for one problem.</summary>
    /// <param name="state">The state.</param>
    /// <param name="owner">Owner per subcarrier; length C0.</param>
    /// <param name="label">The label's.</param>
    public static PolicyAccuracy Of(AllocationState state, int[] owner, int[] label)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(label);
        var same = 0;
        for (var k = 0; k < label.Length; k++) same += owner[k] == label[k] ? 1 : 0;
        var blocks = BlockProblem.Of(state.Problem);
        var (mine, its) = (blocks.ToSlots(owner), blocks.ToSlots(label));
        var common = 0;
        for (var b = 0; b < blocks.Blocks; b++)
        {
            var a = mine.AsSpan(blocks.Start[b], blocks.Capacity(b));
            var c = its.AsSpan(blocks.Start[b], blocks.Capacity(b));
            a.Sort();
            c.Sort();
            for (int i = 0, j = 0; i < a.Length && j < c.Length;)
            {
                var order = a[i].CompareTo(c[j]);
                if (order == 0) common++;
                if (order <= 0) i++;
                if (order >= 0) j++;
            }
        }
        return new PolicyAccuracy(same / (double)label.Length, common / (double)label.Length);
    }
}
