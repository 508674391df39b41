using System.CommandLine;
using Diten.Simulation.Commands.Live;
using Diten.Simulation.Experiments;
using Diten.Simulation.Experiments.Output;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Experiment;

/// <summary><c>diten experiment</c>: reproduces the paper's figures.</summary>
internal static class ExperimentCommand
{
    private const string All = "all";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("experiment", "Reproduces the paper's figures: results.csv, summary.json, SVG figures and report.html.");
        var name = new Argument<string>("name") { Description = Describe(), HelpName = "name" };
        name.Validators.Add(result =>
        {
            var value = result.Tokens[^1].Value;
            if (value != All && ExperimentTable.Find(value) is null)
                result.AddError($"name: is '{value}'; must be one of {string.Join(", ", ExperimentTable.All.Select(one => one.Name))}, {All}");
        });
        command.Arguments.Add(name);
        var flags = new ExperimentFlags();
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(name)!, flags, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string name, ExperimentFlags flags, CancellationToken cancellationToken)
    {
        var settings = flags.Read(parsed);
        var folder = parsed.GetValue(flags.Out)!;
        var resume = parsed.GetValue(flags.Resume);
        var output = parsed.InvocationConfiguration.Output;
        var experiments = name == All ? ExperimentTable.All : [ExperimentTable.Find(name)!];
        var single = experiments.Where(one => !one.TakesSeeds).Select(one => one.Name).ToArray();
        if (settings.Seeds > 1 && single.Length == experiments.Count)
            throw new InputException("--seeds", $"is {settings.Seeds}; must be 1 for {name}, which takes its means over many draws of one seed");
        var seeds = settings.Seeds == 1 ? $"seed {settings.Seed}" : $"seeds {settings.Seed} to {settings.Seed + settings.Seeds - 1}{(single.Length > 0 ? $" ({string.Join(", ", single)}: {settings.Seed} alone)" : "")}";
        foreach (var experiment in experiments) RequireFree(experiment, settings);
        await output.WriteLineAsync($"experiment {name}, {seeds}, results in {folder}");

        using var export = ProcessExport.Start("diten-simulation");
        var workloads = new Workloads(settings.DataFolder, export.LoggerFor("Diten.Simulation"));
        var runner = new ExperimentRunner(settings, new SeriesStore(Path.Combine(folder, "series"), resume), workloads);
        var results = new ResultFolder(folder, parsed.Tokens.Select(token => token.Value));
        try
        {
            await Task.Run(() => RunProgress.Show(output, TimeProvider.System, progress => runner.Run(experiments, progress, cancellationToken)), CancellationToken.None);
        }
        catch (Exception e) when (e is ArgumentException or FileNotFoundException)
        {
            // A data set or a model that does not exist or does not fit is a person's choice, not a fault.
            throw SimulationLoader.Explain(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await results.WriteTablesAsync([.. experiments.Select(one => new ExperimentRun(one, settings, runner.Collect(one)))]);
            await output.WriteLineAsync($"stopped; finished series are kept in {folder}. The same command with --resume goes on.");
            return ExitCode.Interrupted;
        }
        var runs = experiments.Select(one => new ExperimentRun(one, settings, runner.Collect(one))).ToArray();
        await results.WriteTablesAsync(runs);
        await output.WriteLineAsync($"report: {await results.WriteReportAsync(name, runs, CancellationToken.None)}");
        return ExitCode.Done;
    }

    /// <exception cref="InputException">A setting is one that the experiment chooses for each of its series.</exception>
    private static void RequireFree(IExperiment experiment, ExperimentSettings settings)
    {
        if (settings.Set.Count == 0) return;
        var scenarios = experiment.Plan(settings.Each[0]).Select(plan => plan.Scenario).OfType<ScenarioOptions>().ToArray();
        foreach (var setting in settings.Set)
        {
            if (Array.TrueForAll(scenarios, scenario => !setting.Holds(scenario)))
                throw new InputException($"--set {setting.Name}", $"is what {experiment.Name} chooses itself, for each of its series or by an option of its own; must be another option");
        }
    }

    private static string Describe()
    {
        var width = ExperimentTable.All.Max(one => one.Name.Length);
        return string.Join('\n', ExperimentTable.All.Select(one => $"{one.Name.PadRight(width)}  {one.Summary}").Append($"{All.PadRight(width)}  all of them, one report"));
    }
}
