using Diten.Core.Network;
using Diten.Dashboard.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Diten.Simulation.Commands.Query;

/// <summary>One twin's Γ as tables.</summary>
internal static class TwinTables
{
    public static IRenderable Twin(TwinSnapshot t)
    {
        var facts = QueryTables.Pairs(t.Id);
        QueryTables.Row(facts, "station", t.Station);
        QueryTables.Row(facts, "liveness", t.Liveness.ToString().ToLowerInvariant() + (t.Drifting ? ", drifting" : ""));
        QueryTables.Row(facts, "last report t", $"{Units.Time(t.At)} UTC, sequence {t.LastSequence}, revision {t.Revision}");
        QueryTables.Row(facts, "model M", $"global version {t.Model.Version}, predicts T = {QueryTables.Seconds(t.Model.PredictedRoundSeconds)}, observed {QueryTables.Seconds(t.Model.ObservedRoundSeconds)}");
        QueryTables.Row(facts, "deviation", Units.Percent(t.Model.RelativeDeviation).ToString());
        if (t.Model.RemainingUsefulLifeCycles is { } life) QueryTables.Row(facts, "remaining useful life", $"{Units.Number(life)} cycles");
        QueryTables.Row(facts, "data D", $"{Units.Count(t.Data.Samples)} samples on the device, {Units.Count(t.Data.HistoryPoints)} points of history");
        QueryTables.Row(facts, "learning", $"{t.Learning.RoundsTaken} rounds, last {t.Learning.LastRound}, staleness {t.Learning.Staleness}, τ {Units.Number(t.Learning.UpdateWeight)}");
        QueryTables.Row(facts, "spent", $"{Units.Energy(t.Learning.EnergyJoules)}, {Units.Bits(t.Learning.Bits)} of model updates");
        QueryTables.Row(facts, "linked with", t.Links.Count == 0 ? "–" : string.Join(", ", t.Links.Select(l => $"{l.Id} ({l.Kind})")));

        var state = QueryTables.Columns(["state s"], ["reported", "desired"]);
        foreach (var name in t.State.Keys.Union(t.Desired.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            QueryTables.Row(state, name, Value(t.State, name), Value(t.Desired, name));

        var deltas = QueryTables.Columns(["Δs", "time, UTC", "kind", "changes", "note"], []);
        foreach (var d in t.Deltas.Take(10))
            QueryTables.Row(deltas, $"{d.Sequence}", Units.Time(d.At), d.Kind, string.Join(", ", d.Changes.Select(c => $"{c.Key} {Units.Reading(c.Key, c.Value)}")), d.Note);
        return new Rows(facts, state, deltas);
    }

    private static string Value(IReadOnlyDictionary<string, double> readings, string name) => readings.TryGetValue(name, out var value) ? Units.Reading(name, value).ToString() : "–";
}
