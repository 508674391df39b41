using Diten.Client.Bridge;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>Which topics are whose.</summary>
public sealed class TopicTests
{
    private readonly BridgeTopics _topics = new("plant/hall-2");

    [Theory]
    [InlineData("plant/hall-2/press-7/report", "press-7", "Report", "")]
    [InlineData("plant/hall-2/press-7/state/temperatureK", "press-7", "State", "temperatureK")]
    [InlineData("plant/hall-2/press-7/register", "press-7", "Register", "")]
    [InlineData("plant/hall-2/press-7/status", "press-7", "Status", "")]
    public void A_machines_topic_is_read(string topic, string machine, string kind, string reading) =>
        Assert.Equal(new MachineTopic(machine, Enum.Parse<TopicKind>(kind), reading), _topics.Read(topic));

    [Theory]
    [InlineData("plant/hall-3/press-7/report")]
    [InlineData("plant/hall-2/press-7/answer")]
    [InlineData("plant/hall-2/press-7/command")]
    [InlineData("plant/hall-2/press-7/state")]
    [InlineData("plant/hall-2/press-7/state/a/b")]
    [InlineData("plant/hall-2/report")]
    [InlineData("plant/hall-2")]
    public void Others_are_not(string topic) => Assert.Null(_topics.Read(topic));

    [Fact]
    public void What_goes_out_is_never_what_comes_in()
    {
        Assert.Equal(("plant/hall-2/press-7/command", "plant/hall-2/press-7/answer"), (_topics.Command("press-7"), _topics.Answer("press-7")));
        Assert.Null(_topics.Read(_topics.Command("press-7")));
        Assert.Null(_topics.Read(_topics.Answer("press-7")));
    }

    [Fact]
    public void A_share_is_named_before_the_prefix()
    {
        Assert.Equal(["plant/hall-2/+/report", "plant/hall-2/+/state/+", "plant/hall-2/+/register", "plant/hall-2/+/status"], _topics.Filters(null).Select(f => f.Filter), StringComparer.Ordinal);
        Assert.All(_topics.Filters("two"), f => Assert.StartsWith("$share/two/plant/hall-2/+/", f.Filter, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("$SYS")]
    [InlineData("a/+/b")]
    [InlineData("a/#")]
    public void A_prefix_without_meaning_is_refused(string prefix) => Assert.NotNull(BridgeTopics.FaultOfPrefix(prefix));

    [Theory]
    [InlineData("diten")]
    [InlineData("plant/hall 2")]
    public void Others_are_taken(string prefix) => Assert.Null(BridgeTopics.FaultOfPrefix(prefix));
}
