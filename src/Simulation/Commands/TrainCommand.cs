using System.CommandLine;
using System.Globalization;
using Diten.Learning.Allocation;
using Diten.Simulation.Allocation;

namespace Diten.Simulation.Commands;

/// <summary><c>diten train allocator</c>: trains the network of the allocator <c>dnn</c> and writes it to a file.</summary>
internal static class TrainCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new("train", "Trains what comes trained: the network of the allocator dnn.") { Allocator() };

    private static Command Allocator()
    {
        var file = new Option<string>("--out") { Description = "File to write the network to.", DefaultValueFactory = _ => "allocator.net", HelpName = "file" };
        var seed = Flags.Whole("--seed", "Seed of states, weights and order; that of the built-in network by default.", AllocatorTraining.Seed, 0, 1_000_000);
        var states = Flags.Whole("--states", "States to learn from.", AllocatorTraining.States, 1, 100_000);
        var epochs = Flags.Whole("--epochs", "Passes over the replay buffer.", new TrainingOptions().Epochs, 1, 10_000);
        var threads = Flags.Whole("--threads", "Threads; 0 for all processors. Changes no result.", 0, 0, 1024);
        var command = new Command("allocator", "Learns from the best allocations that search finds (Alg. 2). The defaults make the built-in network.") { file, seed, states, epochs, threads };
        var learner = new LearnerFlags(ownModels: false);
        learner.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var output = parsed.InvocationConfiguration.Output;
                var options = AllocatorTraining.Options(parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(threads));
                output.WriteLine($"seed {options.Seed}, {parsed.GetValue(states)} states, {options.Epochs} epochs");
                output.WriteLine("epoch  training loss  held-out loss  accuracy  canonical  gap to the label");
                var done = 0;
                var (network, _) = AllocatorTraining.Train(parsed.GetValue(states), options, epoch => output.WriteLine(Line(++done, epoch)), cancellationToken, learner: learner.Read(parsed));
                File.WriteAllBytes(parsed.GetValue(file)!, NetworkFile.Write(network));
                output.WriteLine($"network {network.Shape}: {parsed.GetValue(file)}");
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static string Line(int number, TrainingEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{number,5}{epoch.TrainingLoss,15:F4}{epoch.HeldOutLoss,15:F4}{epoch.Accuracy.Literal,10:P1}{epoch.Accuracy.Canonical,11:P1}{epoch.HeldOutGap,18:P2}");
}
