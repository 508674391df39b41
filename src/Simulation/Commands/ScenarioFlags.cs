using System.CommandLine;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Commands;

/// <summary>The options that <c>up</c>, <c>simulate</c> and <c>devices</c> share, and the scenario that they make.</summary>
internal sealed class ScenarioFlags
{
    private static readonly ScenarioOptions s_defaults = new();

    private readonly bool _oneStation;
    private readonly LearnerFlags _learner = new();
    private readonly Option<int> _rounds;
    private readonly Option<int> _seed = Flags.Whole("--seed", "Seed; the same seed gives the same run.", s_defaults.Seed, 0, int.MaxValue);
    private readonly Option<int> _devices = Flags.Whole("--devices", "Devices N.", s_defaults.Devices, 1, 1_000_000);
    private readonly Option<int> _stations = Flags.Whole("--stations", "Base stations; with several, a macro base station is above them.", s_defaults.Stations, 1, 10_000);
    private readonly Option<int> _participants = Flags.Whole("--participants", "Wanted participants per round and station.", s_defaults.Participants, 1, 1_000_000);
    private readonly Option<string> _scheme = Flags.Word("--scheme", "Learning scheme: synchronous FedAvg with equal shares, the same on own best subcarriers, or the paper's.", s_defaults.Scheme, "sync", "sync-own-best", "diten");
    private readonly Option<string> _allocator = Flags.Word("--allocator", "Who hands out the subcarriers in the paper's scheme; dnn-adaptive trains its network further as it runs.", s_defaults.Allocator, [.. AllocatorCatalog.OverRounds]);
    private readonly Option<string> _aggregation = Flags.Word("--aggregation", "Reading of Eq. (22).", s_defaults.Aggregation, "literal", "normalized", "residual", "samples");
    private readonly Option<string> _adoption = Flags.Word("--adoption", "Who takes the broadcast model: participants only, or everyone.", s_defaults.Adoption, "keep", "adopt");
    private readonly Option<string> _regime = Flags.Word("--regime", "What binds: compute (2e6 cycles/sample) or communication (5e5).", s_defaults.Regime, "compute", "communication");
    private readonly Option<string> _model = new("--model") { Description = "Model that is learned: lenet5, mcmahan-cnn, mlp, softmax, …", DefaultValueFactory = _ => s_defaults.Model, HelpName = "name" };
    private readonly Option<string> _dataset = new("--dataset") { Description = "Data set; auto takes MNIST where its files are, otherwise generated digits.", DefaultValueFactory = _ => s_defaults.Dataset, HelpName = "name" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder with mnist/, fashion-mnist/ and cmapss/. [default: what DITEN_DATA names]", HelpName = "folder" };
    private readonly Option<string> _partition = Flags.Word("--partition", "How the training set is dealt out.", s_defaults.Partition, "iid", "dirichlet", "unit");
    private readonly Option<double> _alpha = Flags.Real("--alpha", "Dirichlet parameter of the partition, no unit; small is skewed.", s_defaults.DirichletAlpha, 0.001, 1e6);
    private readonly Option<double> _dropOut = Flags.Real("--drop-out", "Probability per round that a device drops out.", s_defaults.DropOutProbability, 0, 1);
    private readonly Option<double> _straggle = Flags.Real("--straggle", "Probability per round that a device straggles at a quarter of its speed.", s_defaults.StraggleProbability, 0, 1);
    private readonly Option<double> _move = Flags.Real("--move", "Probability per round that a device moves to another place.", s_defaults.MoveProbability, 0, 1);
    private readonly Option<int> _age = Flags.Whole("--estimate-age", "Rounds by which the twins' picture of channel and processor is behind.", s_defaults.EstimateAgeRounds, 0, 100);
    private readonly Option<double> _noise = Flags.Real("--estimate-noise", "Relative standard deviation of the twins' SNR and frequency.", s_defaults.EstimateNoise, 0, 10);
    private readonly Option<int> _threads = Flags.Whole("--threads", "Threads; 0 for all processors. Changes no result.", s_defaults.Threads, 0, 1024);

    /// <summary>Declares the options on a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="rounds">Default number of rounds; 0 is endless.</param>
    /// <param name="oneStation">True for devices of one real station: no options of other stations, of moving between them, and of what their twins believe.</param>
    public ScenarioFlags(Command command, int rounds, bool oneStation = false)
    {
        _oneStation = oneStation;
        _rounds = Flags.Whole("--rounds", "Rounds; 0 runs until Ctrl-C.", rounds, 0, 10_000_000);
        Option[] all =
        [
            _rounds, _seed, _devices, _stations, _participants, _scheme, _allocator, _aggregation, _adoption, _regime,
            _model, _dataset, _data, _partition, _alpha, _dropOut, _straggle, _move, _age, _noise, _threads,
        ];
        _learner.AddTo(command);
        if (oneStation) _devices.Aliases.Add("--count");
        foreach (var option in oneStation ? all.Except([_stations, _move, _age, _noise]) : all) command.Options.Add(option);
    }

    /// <summary>Folder of the data sets, or null for what DITEN_DATA names.</summary>
    public string? DataFolder(ParseResult parsed) => parsed.GetValue(_data);

    /// <summary>The scenario that the options make.</summary>
    /// <exception cref="InputException">Options contradict each other; the message names one and its range.</exception>
    public ScenarioOptions Read(ParseResult parsed) => ScenarioInput.Checked(Named(parsed) with
    {
        Rounds = parsed.GetValue(_rounds),
        Seed = parsed.GetValue(_seed),
        Devices = parsed.GetValue(_devices),
        Stations = _oneStation ? 1 : parsed.GetValue(_stations),
        Participants = Participants(parsed),
        Scheme = parsed.GetValue(_scheme)!,
        Allocator = parsed.GetValue(_allocator)!,
        Aggregation = parsed.GetValue(_aggregation)!,
        Adoption = parsed.GetValue(_adoption)!,
        Regime = parsed.GetValue(_regime)!,
        Model = parsed.GetValue(_model)!,
        Dataset = parsed.GetValue(_dataset)!,
        Partition = parsed.GetValue(_partition)!,
        DirichletAlpha = parsed.GetValue(_alpha),
        DropOutProbability = parsed.GetValue(_dropOut),
        StraggleProbability = parsed.GetValue(_straggle),
        MoveProbability = _oneStation ? 0 : parsed.GetValue(_move),
        EstimateAgeRounds = _oneStation ? 0 : parsed.GetValue(_age),
        EstimateNoise = _oneStation ? 0 : parsed.GetValue(_noise),
        Threads = parsed.GetValue(_threads),
    });

    private ScenarioOptions Named(ParseResult parsed)
    {
        var (learner, device, file) = _learner.Read(parsed);
        return s_defaults with { Learner = learner, LearnerDevice = device, ModelFile = file };
    }

    // A named number must be possible; the default gives way to a small network.
    private int Participants(ParseResult parsed)
    {
        var wanted = parsed.GetValue(_participants);
        var devices = parsed.GetValue(_devices);
        if (parsed.GetResult(_participants) is { Implicit: true }) return Math.Min(wanted, devices);
        if (wanted > devices) throw new InputException("--participants", $"is {wanted}; must be a whole number from 1 to --devices = {devices}");
        return wanted;
    }
}
