using System.ComponentModel;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>How the chaos tests find out that they cannot run, and that they say why.</summary>
public sealed class SkipTests
{
    private readonly List<string> _asked = [];

    [Fact]
    public void Without_root_nothing_is_tried()
    {
        Assert.Equal("network namespaces need root on Linux", NamespaceProbe.Run(false, "x", Answer()));
        Assert.Empty(_asked);
    }

    [Fact]
    public void Without_iproute2_it_says_so() =>
        Assert.Equal("iproute2 is not installed (no 'ip' in PATH)", NamespaceProbe.Run(true, "x", _ => throw new Win32Exception("no such file")));

    [Fact]
    public void Where_namespaces_are_forbidden_nothing_else_is_tried()
    {
        Assert.Equal("network namespaces cannot be made here: Operation not permitted", NamespaceProbe.Run(true, "x", Answer("netns add")));
        Assert.Equal("netns add xp", Assert.Single(_asked));
    }

    [Theory]
    [InlineData("type bridge")]
    [InlineData("type veth")]
    public void Where_the_kernel_has_no_bridge_or_wires_it_says_so_and_leaves_nothing_behind(string lacks)
    {
        var why = NamespaceProbe.Run(true, "x", Answer(lacks));
        Assert.StartsWith("a bridge of network namespaces cannot be made here: ", why, StringComparison.Ordinal);
        Assert.Contains("Operation not permitted", why, StringComparison.Ordinal);
        CleanedUp();
    }

    [Fact]
    public void Where_all_of_it_can_be_made_nothing_is_skipped_and_nothing_left_behind()
    {
        Assert.Null(NamespaceProbe.Run(true, "x", Answer()));
        CleanedUp();
    }

    [Fact]
    public void A_scenario_is_skipped_for_the_first_thing_that_is_missing()
    {
        Assert.Equal(PostgresTools.Missing, new PostgresFactAttribute().Skip);
        Assert.Equal(PostgresTools.Missing ?? SiloNetwork.Missing, new PartitionFactAttribute().Skip);
    }

    private void CleanedUp() => Assert.Equal(["link del xq", "link del xv", "netns del xp"], _asked.TakeLast(3), StringComparer.Ordinal);

    private Func<string, (int, string)> Answer(string? fails = null) => arguments =>
    {
        _asked.Add(arguments);
        return fails is not null && arguments.Contains(fails, StringComparison.Ordinal) ? (2, "Operation not permitted") : (0, "");
    };
}
