using Diten.Simulation.Experiments.Paper;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Output;

/// <summary>Writes an experiment's files. Of several experiments each has a folder of its own below, and one report is above them.</summary>
/// <param name="folder">Made if it is not there.</param>
/// <param name="arguments">The command line, to be told in the report.</param>
internal sealed class ResultFolder(string folder, IEnumerable<string> arguments)
{
    private readonly string _command = "./diten " + string.Join(' ', arguments.Where(word => word != "--resume").Select(Quote));

    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(ResultFolder).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Writes results.csv and summary.json of every run that has at least one finished series.</summary>
    public async Task WriteTablesAsync(IReadOnlyList<ExperimentRun> runs)
    {
        foreach (var run in runs.Where(run => run.Seeds.Any(seed => seed.Series.Count > 0)))
        {
            var place = PlaceOf(run, runs);
            Directory.CreateDirectory(place);
            await File.WriteAllTextAsync(Path.Combine(place, "results.csv"), ResultsCsv.Write(run.Experiment.Name, run.Seeds));
            await File.WriteAllTextAsync(Path.Combine(place, "summary.json"), SummaryJson.Write(run));
        }
    }

    /// <summary>Writes the figures and report.html.</summary>
    /// <param name="name">What was run.</param>
    /// <param name="runs">Finished runs.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The report's path.</returns>
    public async Task<string> WriteReportAsync(string name, IReadOnlyList<ExperimentRun> runs, CancellationToken cancellationToken)
    {
        var sections = new List<ReportSection>();
        foreach (var run in runs)
        {
            var section = run.Experiment.Describe(run);
            sections.Add(section);
            await ReportWriter.WriteFiguresAsync(section, PlaceOf(run, runs), cancellationToken);
        }
        var title = runs.Count == 1 ? $"The paper, reproduced: {name}" : "The paper, reproduced";
        var page = await ReportWriter.RenderAsync(title, Facts(runs), _command, sections);
        var path = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(path, page, cancellationToken);
        return path;
    }

    private static List<(string, string)> Facts(IReadOnlyList<ExperimentRun> runs)
    {
        var settings = runs[0].Settings;
        var facts = new List<(string, string)>
        {
            (settings.Seeds == 1 ? "Seed" : "Seeds", settings.Seeds == 1 ? settings.Seed.ToString() : $"{settings.Seed} to {settings.Seed + settings.Seeds - 1}"),
            ("Devices", settings.DeviceCount.ToString()),
            ("Data", Say.List(runs.Select(run => run.Dataset).Where(name => !name.StartsWith("none", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none needed"),
            ("Experiments", string.Join(", ", runs.Select(run => run.Experiment.Name))),
            ("Version", Version),
        };
        return facts;
    }

    private string PlaceOf(ExperimentRun run, IReadOnlyList<ExperimentRun> runs) => runs.Count == 1 ? folder : Path.Combine(folder, run.Experiment.Name);

    private static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word;
}
