using Diten.Core.Network;
using Diten.Dashboard.Api;
using Diten.Dashboard.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Diten.Simulation.Commands.Query;

/// <summary>Answers as tables.</summary>
internal static class QueryTables
{
    public static IRenderable Network(NetworkSnapshot n)
    {
        var table = Pairs(n.Name);
        Row(table, "status", n.Status);
        Row(table, "round", n.TargetRounds > 0 ? $"{n.Round} of {n.TargetRounds}" : $"{n.Round}");
        Row(table, "test accuracy", n.Accuracy is null ? "–" : Units.Percent(n.Accuracy).ToString());
        Row(table, "test loss", Units.Number(n.Loss));
        Row(table, "network time", Units.Duration(n.VirtualSeconds).ToString());
        Row(table, "energy", Units.Energy(n.EnergyJoules).ToString());
        Row(table, "model updates", Units.Bits(n.ModelBits).ToString());
        Row(table, "state reports", Units.Bits(n.StateBits).ToString());
        Row(table, "devices", $"{n.Devices} at {n.Stations} stations, {n.Participants} wanted per round");
        Row(table, "scheme", $"{n.Scheme}, {n.Aggregation}, {n.Adoption}, allocator {n.Allocator}");
        Row(table, "regime", n.Regime);
        Row(table, "dataset", n.Dataset);
        Row(table, "model", $"{n.Model}, {Units.Count(n.ModelParameters)} parameters");
        Row(table, "seed", $"{n.Seed}");
        return table;
    }

    public static IRenderable Twins(TwinList list)
    {
        var table = Columns(["twin", "station", "liveness"], ["samples", "predicted T", "observed T", "rounds", "staleness", "τ", "energy"]);
        foreach (var t in list.Twins)
        {
            Row(table, t.Id, t.Station, t.Liveness.ToString().ToLowerInvariant() + (t.Drifting ? ", drifting" : ""), Units.Count(t.Samples), Seconds(t.PredictedRoundSeconds), Seconds(t.ObservedRoundSeconds),
                $"{t.RoundsTaken}", $"{t.Staleness}", Units.Number(t.UpdateWeight), Units.Energy(t.EnergyJoules).ToString());
        }
        return table;
    }

    public static IRenderable Stations(IReadOnlyList<StationSnapshot> stations)
    {
        var table = Columns(["station", "kind"], ["devices", "subcarriers", "bandwidth", "round", "model version", "waiting", "refused"]);
        foreach (var s in stations)
            Row(table, s.Id, s.IsMacro ? "macro" : "base", $"{s.Devices}", $"{s.Subcarriers}", Units.Frequency(s.BandwidthHz).ToString(), $"{s.Round}", $"{s.ModelVersion}", $"{s.BufferedUpdates}", $"{s.Refused.Values.Sum()}");
        return table;
    }

    public static IRenderable Rounds(IReadOnlyList<RoundSnapshot> rounds)
    {
        var table = Columns(["round"], ["took part", "makespan", "mean", "Ψ, s²", "energy", "model bits", "accuracy", "loss"]);
        foreach (var r in rounds)
        {
            Row(table, $"{r.Round}", $"{r.Participants}", Seconds(r.MakespanSeconds), Seconds(r.MeanSeconds), Units.Number(r.Psi), Units.Energy(r.EnergyJoules).ToString(), Units.Bits(r.ModelBits).ToString(),
                Units.Percent(r.Accuracy).ToString(), Units.Number(r.Loss));
        }
        return table;
    }

    internal static Table Columns(string[] text, string[] numbers)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in text) table.AddColumn(new TableColumn(new Text(name)));
        foreach (var name in numbers) table.AddColumn(new TableColumn(new Text(name)).RightAligned());
        return table;
    }

    internal static Table Pairs(string title) => new Table().Border(TableBorder.Rounded).HideHeaders().Title(new TableTitle(Markup.Escape(title))).AddColumn("").AddColumn("");

    // Text, not markup: a device id may hold brackets.
    internal static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(c)));

    internal static string Seconds(double? seconds) => seconds is { } s ? Units.Duration(s).ToString() : "–";
}
