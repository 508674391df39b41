namespace Diten.Architecture.Tests;

/// <summary>docs/telemetry.md and the sources tell the same story.</summary>
public sealed class TelemetryPageTests
{
    private static readonly string[] s_labels = ["station", "outcome", "kind", "reason", "liveness", "call", "scope", "operation", "store", "shard"];

    [Fact]
    public void The_page_lists_every_instrument_with_its_kind_and_unit_and_no_other()
    {
        var there = TelemetryPage.InSources();
        Assert.True(there.Count >= 23, $"only {there.Count} instruments found");
        Assert.Equal(there.OrderBy(i => i.Name, StringComparer.Ordinal), TelemetryPage.Metrics.Select(row => row.Instrument).OrderBy(i => i.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_in_Prometheus_is_what_the_collector_makes_of_it() =>
        Assert.All(TelemetryPage.Metrics, row => Assert.Equal(PrometheusName.Of(row.Instrument.Name, row.Instrument.Unit, row.Instrument.Kind), row.Prometheus));

    [Theory]
    [InlineData("diten.energy", "counter", "J", "diten_energy_joules_total")]
    [InlineData("diten.accuracy", "gauge", "1", "diten_accuracy_ratio")]
    [InlineData("diten.allocation.gap", "histogram", "1", "diten_allocation_gap")]
    [InlineData("orleans-app-requests-latency", "histogram", "ms", "orleans_app_requests_latency_milliseconds")]
    [InlineData("system.network.dropped", "gauge", "{packet}", "system_network_dropped")]
    [InlineData("diten.round.psi", "histogram", "s2", "diten_round_psi_s2")]
    [InlineData("orleans-reminders-tardiness", "histogram", "seconds", "orleans_reminders_tardiness_seconds")]
    [InlineData("disk.io.total", "counter", "By/s", "disk_io_bytes_per_second_total")]
    public void Names_in_Prometheus_follow_its_rules(string name, string kind, string unit, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, kind));

    [Fact]
    public void Labels_are_few_and_none_is_a_device() =>
        Assert.Empty(TelemetryPage.Metrics.SelectMany(row => row.Labels).Except(s_labels, StringComparer.Ordinal));

    [Fact]
    public void The_page_lists_every_activity_and_attribute_and_no_other()
    {
        var listed = TelemetryPage.Activities.Select(a => a.Name).Concat(TelemetryPage.Activities.SelectMany(a => a.Attributes)).Concat(TelemetryPage.Metrics.Select(row => row.Instrument.Name));
        // The name of a meter's instrument made elsewhere is in the list of instruments; see above.
        var there = TelemetryPage.NamesInSources().Concat(TelemetryPage.InSources().Select(i => i.Name));
        Assert.True(TelemetryPage.Activities.Count >= 13, "too few activities found");
        Assert.Equal(there.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), listed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_of_the_log_has_an_id_of_its_own_in_the_range_of_its_place_and_every_range_is_used()
    {
        var there = TelemetryPage.EventsInSources().ToArray();
        Assert.True(there.Length >= 30, $"only {there.Length} events found");
        Assert.Empty(there.GroupBy(e => e.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key} is used by {string.Join(" and ", same.Select(e => e.Path))}"));
        Assert.Empty(there.Where(e => !TelemetryPage.Events.Any(range => Fits(e, range))).Select(e => $"{e.Path}: event {e.Id} has no row in docs/telemetry.md"));
        Assert.Empty(TelemetryPage.Events.Where(range => !there.Any(e => Fits(e, range))).Select(range => $"no event is in {range}"));
    }

    private static bool Fits((int Id, string Path) e, (int First, int Last, string Where) range) =>
        e.Id >= range.First && e.Id <= range.Last && e.Path.StartsWith(range.Where, StringComparison.Ordinal);
}
