using Diten.Core.Allocation;

namespace Diten.Core.Tests.Allocation;

public class AssignmentTests
{
    [Fact]
    public void The_rate_is_the_sum_over_assigned_subcarriers()
    {
        var problem = new AllocationProblem([0, 0, 0], [1, 1, 1], [1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8], 4);
        Assert.Equal([5, 2, 0], AssignedRate.Of(problem, [0, 1, 0, -1]));
        Assert.Throws<ArgumentException>(() => AssignedRate.Of(problem, [0, 1]));
        Assert.Contains("owner[1] = 3 must be −1 to 2", Assert.Throws<ArgumentException>(() => AssignedRate.Of(problem, [0, 3, 0, -1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_subcarrier_is_found()
    {
        bool[,] shared = { { true, true, false }, { false, true, false } };
        Assert.Equal(1, Exclusivity.FirstShared(shared));
        var error = Assert.Throws<ArgumentException>(() => Exclusivity.Owners(shared));
        Assert.StartsWith("subcarrier 1 has more than one owner", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exclusive_assignment_names_its_owners()
    {
        bool[,] theta = { { true, false, false }, { false, true, false } };
        Assert.Equal(-1, Exclusivity.FirstShared(theta));
        Assert.Equal([0, 1, -1], Exclusivity.Owners(theta));
    }

    [Fact]
    public void Means_are_over_participants_only()
    {
        Assert.Equal(3, RoundTime.ParticipantMean([2, double.NaN, 4], [true, false, true]));
        Assert.Throws<ArgumentException>(() => RoundTime.ParticipantMean([1, 2], [false, false]));
        Assert.Equal(double.PositiveInfinity, RoundTime.ParticipantMean([1, double.PositiveInfinity], [true, true]));
    }
}
