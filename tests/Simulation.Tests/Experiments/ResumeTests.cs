using Diten.Simulation.Experiments;
using Diten.Simulation.Experiments.Paper;

namespace Diten.Simulation.Tests.Experiments;

[Collection(Tiny.Collection)]
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Tiny.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_also_with_other_threads_and_after_a_cut()
    {
        var whole = Tiny.Run("accuracy", Path.Combine(_folder, "whole")).Csv();
        var threads = Tiny.Run("accuracy", Path.Combine(_folder, "threads"), Tiny.Settings with { Threads = 2 }).Csv();
        Assert.Equal(whole, threads);

        var cut = Path.Combine(_folder, "cut");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Tiny.Run("accuracy", cut, progress: new Tiny.Silence(1, stop), cancellationToken: stop.Token));
        var rest = new Tiny.Silence();
        Assert.Equal(whole, Tiny.Run("accuracy", cut, progress: rest, resume: true).Csv());
        Assert.Equal((1, 2), (rest.Resumed, rest.Begun));

        Assert.NotEqual(whole, (object)Tiny.Run("accuracy", Path.Combine(_folder, "seed"), Tiny.Settings with { Seed = 8 }).Csv());
    }

    [Fact]
    public void Without_resume_everything_is_run_again_and_other_options_share_nothing()
    {
        Tiny.Run("frequency", _folder);
        var again = new Tiny.Silence();
        Tiny.Run("frequency", _folder, progress: again);
        Assert.Equal((0, 5), (again.Resumed, again.Begun));
        var other = new Tiny.Silence();
        Tiny.Run("frequency", _folder, Tiny.Settings with { Seed = 8 }, other, resume: true);
        Assert.Equal((0, 5), (other.Resumed, other.Begun));
    }

    [Fact]
    public void A_run_that_cannot_begin_loses_nothing_of_an_earlier_one()
    {
        Tiny.Run("frequency", _folder);
        Assert.Throws<ArgumentException>(() => Tiny.Run("accuracy", _folder, Tiny.Settings with { Model = "no-such-model" }));
        var again = new Tiny.Silence();
        Tiny.Run("frequency", _folder, progress: again, resume: true);
        Assert.Equal((5, 0), (again.Resumed, again.Begun));
        // One that does begin takes the place of the earlier one.
        Tiny.Run("frequency", _folder, Tiny.Settings with { Seed = 8 });
        Assert.Equal(5, Directory.GetFiles(Path.Combine(_folder, "series"), "*.json").Length);
    }

    [Fact]
    public void Engines_are_as_many_as_the_devices_that_were_asked_for()
    {
        var settings = Tiny.Settings with { Dataset = "telemetry", Devices = 6, Participants = [2], Rounds = 1 };
        var run = Tiny.Run("rul", _folder, settings);
        var federated = run.With("scheme", RulSeries.Federated).Single();
        Assert.Equal("federated, 2 of 6", federated.Title);
        Assert.Equal(6 * new Diten.Simulation.Scenario.ScenarioOptions().StateReportBits, federated["cumulativeStateBits"][0]);
        var error = Assert.Throws<Diten.Simulation.Commands.InputException>(() => Tiny.Run("rul", _folder, settings with { Devices = 101 }));
        Assert.Contains("--devices: is 101; must be a whole number from 1 to 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_run_again()
    {
        Tiny.Run("frequency", _folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, "series"))) File.WriteAllText(file, "{");
        var again = new Tiny.Silence();
        Tiny.Run("frequency", _folder, progress: again, resume: true);
        Assert.Equal((0, 5), (again.Resumed, again.Begun));
    }

    [Fact]
    public void Equal_series_of_several_experiments_run_once()
    {
        var settings = Tiny.Settings with { Regime = "compute", Participants = [2], Rounds = 1 };
        var experiments = new[] { "accuracy", "participants", "time" }.Select(name => ExperimentTable.Find(name)!).ToArray();
        var runner = new ExperimentRunner(settings, new(Path.Combine(_folder, "series"), keep: false), Tiny.Workloads);
        var progress = new Tiny.Silence();
        runner.Run(experiments, progress, default);
        // DITEN with 2 by every allocator and the two synchronous baselines; accuracy asks for DITEN with the paper's and for one
        // baseline, participants for DITEN by all, time for everything.
        var all = Compared.Allocators.Count;
        Assert.Equal(all + 2, progress.Begun);
        Assert.Equal([2, all, all + 2], experiments.Select(one => runner.Collect(one).Single().Series.Count));
    }
}
