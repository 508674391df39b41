using Diten.Cluster.Bench;

// A process of the task telemetry's own.
if (args is ["sink"]) return await ExportSink.RunAsync();
if (args.Any(argument => argument is "-h" or "--help" or "help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

try
{
    var options = BenchOptions.Parse(args);
    if (options.Task is "all" or "calls") await CallBench.RunAsync(options);
    if (options.Task is "all" or "memory") await MemoryBench.RunAsync(options);
    if (options.Task is "register") await RegisterBench.RunAsync(options);
    if (options.Task is "drain") await DrainBench.RunAsync(options);
    if (options.Task is "all" or "round") await RoundBench.RunAsync(options);
    if (options.Task is "telemetry") await TelemetryBench.RunAsync(options);
    return 0;
}
catch (FormatException error)
{
    Console.Error.WriteLine($"diten bench cluster: {error.Message}");
    return 2;
}
