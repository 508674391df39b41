using System.Text;
using Diten.Client.Bridge;
using Diten.Dashboard.Api;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>What machines may say, and what is wrong with the rest.</summary>
public sealed class MachineWordsTests
{
    [Fact]
    public void A_report_may_leave_out_number_and_time()
    {
        var whole = Assert.IsType<ReportWords>(Read(TopicKind.Report, """{"sequence":7,"at":"2026-03-04T05:06:07.089Z","state":{"temperatureK":321.5,"rpm":-2e3}}"""));
        Assert.Equal((7L, new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero)), (whole.Sequence, whole.At));
        Assert.Equal([("rpm", -2000), ("temperatureK", 321.5)], whole.State.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value)));
        var bare = Assert.IsType<ReportWords>(Read(TopicKind.Report, """{"state":{"rpm":1}}"""));
        Assert.Equal((null, null), (bare.Sequence, bare.At));
    }

    [Theory]
    [InlineData("21.5", 21.5)]
    [InlineData(" -3e-2\n", -0.03)]
    [InlineData("0", 0.0)]
    public void A_plain_number_is_a_report_of_one_reading(string text, double value)
    {
        var report = Assert.IsType<ReportWords>(Read(TopicKind.State, text, "temperatureK"));
        Assert.Equal((null, null, KeyValuePair.Create("temperatureK", value)), (report.Sequence, report.At, Assert.Single(report.State)));
    }

    [Fact]
    public void A_registration_names_a_station_and_perhaps_a_place()
    {
        var placed = Assert.IsType<RegistrationWords>(Read(TopicKind.Register, """{"station":"bs-1","x":3,"y":-4.5}""")).Machine;
        Assert.Equal(("bs-1", 3, -4.5), (placed.Station, placed.X, placed.Y));
        var bare = Assert.IsType<RegistrationWords>(Read(TopicKind.Register, """{"station":"bs-1"}""")).Machine;
        Assert.Equal((0, 0), (bare.X, bare.Y));
    }

    [Theory]
    [InlineData("online", true)]
    [InlineData("offline\n", false)]
    public void A_machine_says_whether_it_is_there(string text, bool isOnline) => Assert.Equal(new StatusWords(isOnline), Read(TopicKind.Status, text));

    [Fact]
    public void Who_clears_what_is_retained_says_nothing() => Assert.All([TopicKind.Status, TopicKind.Register], kind => Assert.IsType<NoWords>(Read(kind, "")));

    [Theory]
    [InlineData("Report", "", "body", "is not well-formed JSON")]
    [InlineData("Report", "null", "body", "must be a JSON object")]
    [InlineData("Report", "{\"state\":{\"a\":1}", "", "is not well-formed JSON")]
    [InlineData("Report", "{\"state\":{\"a\":\"hot\"}}", "state.a", "has the wrong type")]
    [InlineData("Report", "{\"state\":{\"a\":1},\"temperature\":2}", "temperature", "unknown field")]
    [InlineData("Report", "{\"state\":{}}", "state", "must have 1 to 64 readings, has 0")]
    [InlineData("Report", "{\"sequence\":3}", "state", "is missing")]
    [InlineData("Report", "{\"sequence\":0,\"state\":{\"a\":1}}", "sequence", "must be 1 or more")]
    [InlineData("Report", "{\"sequence\":1.5,\"state\":{\"a\":1}}", "sequence", "has the wrong type")]
    [InlineData("Report", "{\"state\":{\"1a\":1}}", "state", "begin with a letter")]
    [InlineData("Report", "{\"at\":\"yesterday\",\"state\":{\"a\":1}}", "at", "has the wrong type")]
    [InlineData("Report", "{\"at\":\"1969-12-31T23:00:00Z\",\"state\":{\"a\":1}}", "at", "must be after 1970")]
    [InlineData("State", "hot", "state.a", "must be a number")]
    [InlineData("State", "", "state.a", "must be a number")]
    [InlineData("State", "NaN", "state.a", "must be a finite number")]
    [InlineData("State", "1e999", "state.a", "must be a finite number")]
    [InlineData("Register", "bs-1", "body", "is not well-formed JSON")]
    [InlineData("Register", "{\"station\":\"bs-1\",\"z\":1}", "z", "unknown field")]
    [InlineData("Status", "gone", "status", "must be online or offline")]
    public void What_is_wrong_is_told_with_field_and_range(string kind, string payload, string field, string error)
    {
        var bad = Assert.IsType<BadWords>(Read(Enum.Parse<TopicKind>(kind), payload, "a"));
        if (field.Length > 0) Assert.Equal(field, bad.Field);
        Assert.Contains(error, bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_a_bad_report_is_told_where_it_can_be_read() =>
        Assert.Equal(12, Assert.IsType<BadWords>(Read(TopicKind.Report, """{"sequence":12,"state":{"a b":1}}""")).Sequence);

    [Fact]
    public void A_payload_has_a_bound()
    {
        var bad = Assert.IsType<BadWords>(MachineWords.Read(new MachineTopic("m", TopicKind.Report, ""), new byte[JsonBody.MaxBytes + 1]));
        Assert.Equal(("body", "has 65537 bytes; must have at most 65536"), (bad.Field, bad.Error));
    }

    private static MachineWords Read(TopicKind kind, string payload, string reading = "") => MachineWords.Read(new MachineTopic("m", kind, reading), Encoding.UTF8.GetBytes(payload));
}
