using Diten.Learning.Allocation;

namespace Diten.Learning.Tests.Allocation;

public sealed class PairNetworkTests
{
    [Fact]
    public void The_gradient_of_the_shared_network_is_that_of_its_loss() => Check(PairNetwork.Create(5), RandomStates.Draw(2, 7, 5, 3, previous: true));

    [Fact]
    public void The_gradient_of_the_plain_network_is_that_of_its_loss() => Check(MlpPolicy.Create(5, 10, 12, 3), RandomStates.Draw(2, 4, 10, 1, previous: true));

    [Fact]
    public void The_shares_of_a_block_add_up_to_one_whatever_the_size()
    {
        foreach (var (devices, blocks) in new[] { (1, 1), (3, 5), (8, 2), (17, 9) })
        {
            var context = PairContext.Of(RandomStates.Draw(4, devices, blocks, 20))!;
            var shares = PairNetwork.Create(1).LogShares(context);
            for (var b = 0; b < blocks; b++)
            {
                var sum = 0.0;
                for (var i = 0; i < devices; i++) sum += Math.Exp(shares[(b * context.Stride) + i]);
                Assert.Equal(1, sum, 1e-5);
            }
        }
    }

    [Fact]
    public void Devices_in_another_order_get_the_same_shares()
    {
        var state = RandomStates.Draw(6, 9, 4, 5);
        var problem = state.Problem;
        var order = Enumerable.Range(0, 9).Reverse().ToArray();
        var turned = new Core.Allocation.AllocationProblem(
            [.. order.Select(i => problem.ComputeSeconds[i])], [.. order.Select(i => problem.Bits[i])], [.. order.SelectMany(i => problem.RatesOf(i).ToArray())], problem.Subcarriers);
        var (a, b) = (PairContext.Of(state)!, PairContext.Of(new AllocationState(turned))!);
        var network = PairNetwork.Create(1);
        var (mine, its) = (network.LogShares(a), network.LogShares(b));
        for (var block = 0; block < 4; block++)
        {
            for (var i = 0; i < 9; i++) Assert.Equal(mine[(block * a.Stride) + i], its[(block * b.Stride) + order[i]], 1e-4f);
        }
    }

    [Fact]
    public void The_plain_network_refuses_other_sizes()
    {
        var network = MlpPolicy.Create(5, 10, 12, 3);
        Assert.Throws<ArgumentException>(() => network.Decide(RandomStates.Draw(1, 6, 10, 1)));
        Assert.Throws<ArgumentException>(() => network.Decide(RandomStates.Draw(1, 5, 9, 1)));
        Assert.NotNull(network.Decide(RandomStates.Draw(1, 3, 10, 1)));
    }

    // Central differences along each of many parameters; a kink of ReLU within the step may spoil a few.
    private static void Check(IPolicyNetwork network, AllocationState state)
    {
        var label = new int[state.Problem.Subcarriers];
        for (var k = 0; k < label.Length; k++) label[k] = k * 5 % state.Problem.Devices;
        var example = network.Prepare(state, label)!;
        var gradient = new float[network.Parameters.Length];
        var scratch = new float[gradient.Length];
        example.Gradient(gradient);
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-3);
        var (tried, bad) = (0, 0);
        for (var p = 0; p < gradient.Length; p += 3)
        {
            const float Step = 4e-3f;
            var kept = network.Parameters[p];
            network.Parameters[p] = kept + Step;
            var above = example.Gradient(scratch);
            network.Parameters[p] = kept - Step;
            var below = example.Gradient(scratch);
            network.Parameters[p] = kept;
            tried++;
            if (Math.Abs(((above - below) / (2 * Step)) - gradient[p]) > 2e-3 + (0.02 * Math.Abs(gradient[p]))) bad++;
        }
        Assert.True(bad <= tried / 50, $"{bad} of {tried} differ");
    }
}
