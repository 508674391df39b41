using System.Globalization;

namespace Diten.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: ./diten bench [learner|batches|micro|parity|allocation] [OPTIONS]

          learner   the built-in learner against PyTorch, alternating in one run (default)
          batches   every model at batch sizes 1, 10, 32 and 128: built-in, TorchSharp (with --learner torch) and PyTorch
          micro     the kernels of LeNet-5 one by one, at every vector width
          parity    accuracy after ten rounds, built-in against TorchSharp (./diten bench parity --help)
          allocation  all allocators on held-out states (./diten bench allocation --help)

          --models A,B       models to compare: lenet5, mcmahan-cnn (default both)
          --repetitions N    measurements of an epoch (default 15); a fifth as many of a round
          --devices N        devices of a round (default 100)
          --images N         images of a device (default 600)
          --threads N        threads of a round (default 2)
          --data FOLDER      folder with mnist/ (default: the variable DITEN_DATA, otherwise generated digits)
          --python FILE      a Python that has torch (default: the first of python3, /usr/bin/python3 that has)
          --no-peer          do not run PyTorch
          --learner torch    batches: measure TorchSharp too
        """;

    public string Command { get; private init; } = "learner";

    public IReadOnlyList<string> Models { get; private init; } = Diten.Bench.Models.Names;

    public int Repetitions { get; private init; } = 15;

    public int Devices { get; private init; } = 100;

    public int Images { get; init; } = 600;

    /// <summary>Step length of PyTorch's training: that of the learners beside it.</summary>
    public float LearningRate { get; init; } = 0.1f;

    public int Threads { get; private init; } = 2;

    public string? Data { get; private init; } = Environment.GetEnvironmentVariable("DITEN_DATA");

    public string? Python { get; private init; }

    public bool Peer { get; private init; } = true;

    public bool Torch { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says how.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (i == 0 && name is "learner" or "batches" or "micro")
                options = options with { Command = name };
            else if (name == "--no-peer")
                options = options with { Peer = false };
            else if (i + 1 < arguments.Count)
                options = options.With(name, arguments[++i]);
            else
                throw new FormatException($"unknown argument or missing value: {name}");
        }
        if ((long)options.Devices * options.Images > 60_000)
            throw new FormatException("--devices times --images: at most 60000");
        return options;
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--models" => this with { Models = value.Split(',') },
        "--repetitions" => this with { Repetitions = Number(name, value) },
        "--devices" => this with { Devices = Number(name, value) },
        "--images" => this with { Images = Number(name, value) },
        "--threads" => this with { Threads = Number(name, value) },
        "--data" => this with { Data = value },
        "--python" => this with { Python = value },
        "--learner" => value == "torch" ? this with { Torch = true } : throw new FormatException($"--learner is '{value}', expected torch"),
        _ => throw new FormatException($"unknown argument: {name}"),
    };

    /// <summary>A whole number of 1 or more.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} is '{value}', expected a whole number of 1 or more");

    /// <summary>A finite number above 0.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static double Positive(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new FormatException($"{name} is '{value}', expected a number above 0");
}
