using Diten.Bench;
using Diten.Learning;
using Diten.Learning.Data;

if (args.Any(argument => argument is "-h" or "--help" or "help"))
{
    Console.WriteLine(args[0] switch { "allocation" => AllocationBench.Usage, "parity" => ParityBench.Usage, _ => BenchOptions.Usage });
    return 0;
}
try
{
    if (args.Length > 0 && args[0] == "allocation")
    {
        AllocationBench.Run(args[1..]);
        return 0;
    }
    if (args.Length > 0 && args[0] == "parity")
    {
        ParityBench.Run(args[1..]);
        return 0;
    }
    var options = BenchOptions.Parse(args);
    var data = DataSource.Load("auto", options.Data, seed: 1, options.Devices * options.Images, 1);
    if (options.Command == "micro")
    {
        Micro.Run(data);
        return 0;
    }
    var python = options.Peer ? TorchPeer.FindPython(options.Python) : null;
    if (options.Command == "batches")
    {
        new BatchBench(options, data, python).Run();
        return 0;
    }
    using var bench = new LearnerBench(options, data, python);
    bench.Run();
    return 0;
}
catch (Exception error) when (error is FormatException or LearnerException or ArgumentException or FileNotFoundException)
{
    Console.Error.WriteLine($"diten bench: {error.Message}");
    return 2;
}
