using Diten.Core.Network;
using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Paper;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Diten.Simulation.Commands.Live;

/// <summary>A run in a terminal: a table of the last rounds under a bar, redrawn after each.</summary>
internal sealed class TerminalView(Simulator simulator)
{
    private const int Rows = 16;
    private readonly Queue<RoundSnapshot> _last = new();
    private double _best;

    /// <summary>Takes a round and draws everything.</summary>
    public IRenderable Draw(RoundSnapshot? round)
    {
        if (round is not null) Take(round);
        var table = new Table { Border = TableBorder.Rounded, Expand = true };
        foreach (var name in new[] { "Round", "Accuracy", "Loss", "Sent", "Round time", "Slowest", "Mean", "Energy", "Model bits" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var one in _last.Reverse())
        {
            table.AddRow(
                one.Round.ToString(), Accuracy(one), one.Loss is { } loss ? $"{loss:F4}" : "–", one.Participants.ToString(),
                Say.Seconds(one.DurationSeconds), Say.Seconds(one.MakespanSeconds), Say.Seconds(one.MeanSeconds), Say.Joules(one.EnergyJoules), Say.Bits(one.ModelBits));
        }
        return new Rows(Head(), table);
    }

    private void Take(RoundSnapshot round)
    {
        _last.Enqueue(round with { Devices = [] });
        if (_last.Count > Rows) _last.Dequeue();
        _best = Math.Max(_best, round.Accuracy ?? 0);
    }

    private Panel Head()
    {
        var options = simulator.Options;
        var rounds = options.Rounds == 0 ? $"{simulator.Round}" : $"{simulator.Round} of {options.Rounds}";
        var sums = $"[bold]Round {rounds}[/]   network time [bold]{Say.Seconds(simulator.VirtualSeconds)}[/]   energy [bold]{Say.Joules(simulator.EnergyJoules)}[/]   model bits [bold]{Say.Bits(simulator.ModelBits)}[/]   state bits {Say.Bits(simulator.StateBits)}";
        if (_best > 0) sums += $"   best accuracy [bold green]{Say.Percent(_best)}[/]";
        var lines = ScenarioText.Of(options, simulator.Workload).Select(Markup.Escape).Append(sums);
        return new Panel(new Markup(string.Join('\n', lines))) { Header = new PanelHeader(" DITEN "), Expand = true };
    }

    private string Accuracy(RoundSnapshot round) =>
        round.Accuracy is not { } accuracy ? "–" : accuracy >= _best ? $"[green]{Say.Percent(accuracy)}[/]" : Say.Percent(accuracy);
}
