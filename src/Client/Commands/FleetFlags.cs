using System.CommandLine;
using Diten.Client.Fleet;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Live;
using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Scenario;

namespace Diten.Client.Commands;

/// <summary>The options of a fleet of devices beside those of its scenario.</summary>
internal sealed class FleetFlags
{
    private readonly ScenarioFlags _scenario;
    private readonly StartModelFlag _start = new();
    private readonly Option<string> _kind = Flags.Word("--scenario", "What the devices are: they learn digits, or they are turbofan engines that learn their remaining life.", "digits", FleetWorkload.Names);
    private readonly Option<double> _timeScale;
    private readonly Option<int> _neighbours;
    private readonly Option<double> _report = Flags.Real("--report-seconds", "Time between two reports of a device, s.", 5, 0.1, 86_400);
    private readonly Option<double> _offer = Flags.Real("--offer-seconds", "Real time for offers; a station waits less when all its devices have offered that are not away, s.", 30, 0.1, 86_400);
    private readonly Option<int> _away = Flags.Whole("--away-after", "Rounds in a row without a word of a device after which its station waits no longer for it, until it is heard again; 0: never.", 2, 0, 1000);
    private readonly Option<double> _upload = Flags.Real("--upload-seconds", "Real time for uploads, s.", 60, 0.1, 86_400);

    /// <summary>Declares the options on a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="timeScale">Default of the time scale.</param>
    /// <param name="neighbours">Default of the number of linked neighbours.</param>
    /// <param name="oneStation">Whether the devices are those of one station.</param>
    public FleetFlags(Command command, double timeScale, int neighbours, bool oneStation)
    {
        _neighbours = Flags.Whole("--neighbours", "Nearest devices that a twin is linked with and tells of its changes.", neighbours, 0, 16);
        _timeScale = Flags.Real("--time-scale", "Real seconds per second of transmission time; 0 sends at once.", timeScale, 0, 1000);
        foreach (var option in new Option[] { _kind, _timeScale, _report, _offer, _away, _upload, _neighbours }) command.Options.Add(option);
        _scenario = new ScenarioFlags(command, rounds: 0, oneStation);
        _start.AddTo(command);
    }

    /// <summary><c>digits</c> or <c>turbofan</c>.</summary>
    public string Kind(ParseResult parsed) => parsed.GetValue(_kind)!;

    /// <summary>The scenario that the options make.</summary>
    /// <exception cref="InputException">Options contradict each other.</exception>
    public ScenarioOptions Scenario(ParseResult parsed) => ScenarioInput.Checked(FleetWorkload.Suit(_scenario.Read(parsed), Kind(parsed)));

    /// <summary>What makes the network, as text: who gives other options later could not go on with it.</summary>
    /// <exception cref="InputException">A model file cannot be read.</exception>
    public string Fingerprint(ParseResult parsed, ScenarioOptions scenario)
    {
        if (scenario.ModelFile is { } file && !File.Exists(file)) throw new InputException("--model-file", $"there is no file {file}");
        return $"scenario={Kind(parsed)}\n{ScenarioFingerprint.Of(scenario with { Rounds = 0 }).Replace(';', '\n')}{_start.Fingerprint(parsed)}";
    }

    /// <summary>What the fleet does with it.</summary>
    public FleetOptions Fleet(ParseResult parsed, ScenarioOptions scenario) => new()
    {
        Scenario = scenario,
        TimeScale = parsed.GetValue(_timeScale),
        ReportPeriod = TimeSpan.FromSeconds(parsed.GetValue(_report)),
        OfferSeconds = parsed.GetValue(_offer),
        AwayAfter = parsed.GetValue(_away),
        UploadSeconds = parsed.GetValue(_upload),
        Neighbours = parsed.GetValue(_neighbours),
    };

    /// <summary>Loads what the devices learn.</summary>
    /// <exception cref="InputException">There is no such data set or model, or they do not fit.</exception>
    public FleetWorkload Load(ParseResult parsed, ScenarioOptions scenario)
    {
        try
        {
            var loaded = FleetWorkload.Load(Kind(parsed), scenario, _scenario.DataFolder(parsed));
            return loaded with { Workload = _start.Begin(parsed, loaded.Workload) };
        }
        catch (Exception e) when (SimulationLoader.IsChoice(e))
        {
            throw SimulationLoader.Explain(e);
        }
    }
}
