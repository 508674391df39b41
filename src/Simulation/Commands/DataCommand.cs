using System.CommandLine;
using Diten.Learning.Data;
using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Downloads;
using Diten.Learning.Data.Engines;

namespace Diten.Simulation.Commands;

/// <summary>The command <c>data</c>: lists, downloads and generates data sets.</summary>
internal static class DataCommand
{
    private const string CmapssAdvice =
        """
        C-MAPSS cannot be downloaded by this program: NASA offers it as one archive behind changing addresses.
        Get "Turbofan Engine Degradation Simulation Data Set" (CMAPSSData.zip) from the repository of NASA's Prognostics
        Center of Excellence, https://www.nasa.gov/intelligent-systems-division/discovery-and-systems-health/pcoe/pcoe-data-set-repository/
        and put train_FD001.txt, test_FD001.txt and RUL_FD001.txt into
        """;

    /// <summary>The command.</summary>
    public static Command Create() => Create(static () => new SocketsHttpHandler());

    /// <summary>The command over another network.</summary>
    internal static Command Create(Func<HttpMessageHandler> network) =>
        new("data", "list, download or generate data sets") { List(), Get(network), Generate() };

    private static Command List()
    {
        var folder = new Option<string?>("--data") { Description = $"data folder (default: {DataFolders.Variable}, or ./{DataFolders.Local})" };
        var command = new Command("list", "what there is, and where it lies") { folder };
        command.SetAction(result =>
        {
            var output = result.InvocationConfiguration.Output;
            var root = result.GetValue(folder) ?? DataFolders.FromEnvironment();
            output.WriteLine($"data folder: {root ?? $"none ({DataFolders.Variable} is not set and there is no ./{DataFolders.Local})"}");
            foreach (var name in DataSource.Names)
            {
                var present = DataSource.IsPresent(name, root, out var where);
                output.WriteLine($"  {name,-14} {Describe(name, present, where)}");
            }

            return 0;
        });
        return command;
    }

    private static string Describe(string name, bool present, string? where) => name switch
    {
        "auto" => where is null ? "takes the generated digits, for there is no MNIST" : $"takes MNIST in {where}",
        "digits" => "generated: handwritten-like digits",
        "telemetry" => "generated: machines that run to failure",
        _ => present ? $"files in {where}" : $"not there; see 'diten data get {name}'",
    };

    private static Command Get(Func<HttpMessageHandler> network)
    {
        var name = new Argument<string>("name") { Description = "mnist, fashion-mnist or cmapss" };
        name.AcceptOnlyFromAmong([.. DataFolders.Subfolders]);
        var folder = new Option<string?>("--data") { Description = $"data folder to put it in (default: {DataFolders.Variable}, or ./{DataFolders.Local})" };
        var command = new Command("get", "download a public data set, with checksums") { name, folder };
        command.SetAction(async (result, cancellation) =>
        {
            var configuration = result.InvocationConfiguration;
            var root = result.GetValue(folder) ?? DataFolders.FromEnvironment() ?? DataFolders.Local;
            var wanted = result.GetValue(name)!;
            var target = Path.GetFullPath(Path.Combine(root, wanted));
            var offer = DataOffer.All.FirstOrDefault(offer => string.Equals(offer.Name, wanted, StringComparison.Ordinal));
            if (offer is null)
            {
                await configuration.Output.WriteLineAsync($"{CmapssAdvice} {target}");
                return 0;
            }

            try
            {
                using var handler = network();
                using var download = new DataDownload(handler);
                await configuration.Output.WriteLineAsync($"{wanted} ({offer.Licence}) to {target}");
                await download.GetAsync(offer, target, new DownloadLines(configuration.Output), cancellation);
                await configuration.Output.WriteLineAsync($"done; use it with --data {root}, or {DataFolders.Variable}={root}");
                return 0;
            }
            catch (Exception e) when (e is DataDownloadException or IOException or UnauthorizedAccessException)
            {
                await configuration.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Command Generate()
    {
        var name = new Argument<string>("name") { Description = "digits (IDX files like MNIST) or telemetry (text files like C-MAPSS FD001)" };
        name.AcceptOnlyFromAmong("digits", "telemetry");
        var folder = new Option<string>("--out") { Description = "folder for the files; created if missing", Required = true };
        var seed = new Option<int>("--seed") { Description = "the same seed gives the same files", DefaultValueFactory = _ => 1 };
        var train = Count("--train", "training images or machines (default 60000 or 100)");
        var test = Count("--test", "test images or machines (default 10000 or 100)");
        var command = new Command("generate", "write generated data to files") { name, folder, seed, train, test };
        command.SetAction(result =>
        {
            try
            {
                var (target, number) = (result.GetValue(folder)!, result.GetValue(seed));
                var paths = string.Equals(result.GetValue(name), "digits", StringComparison.Ordinal)
                    ? GeneratedDigits.Write(target, number, result.GetValue(train) ?? 60_000, result.GetValue(test) ?? 10_000)
                    : GeneratedTelemetry.Write(target, number, result.GetValue(train) ?? 100, result.GetValue(test) ?? 100);
                foreach (var path in paths) result.InvocationConfiguration.Output.WriteLine(path);
                return 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                result.InvocationConfiguration.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var count) && count is < 1 or > 600_000)
                result.AddError($"{name} is {count}; expected 1 to 600000");
        });
        return option;
    }

    /// <summary>One line for each file that is done, one for every quarter of a large one.</summary>
    private sealed class DownloadLines(TextWriter output) : IProgress<DownloadProgress>
    {
        private (string File, long Quarter) last;

        public void Report(DownloadProgress value)
        {
            var quarter = 4 * value.Received / value.File.Bytes;
            if (value.Done) output.WriteLine($"  {value.File.Name}: {value.File.Bytes:N0} bytes, checksum right");
            else if (value.File.Bytes > 4_000_000 && quarter is > 0 and < 4 && last != (value.File.Name, quarter))
                output.WriteLine($"  {value.File.Name}: {25 * quarter} %");
            last = (value.File.Name, quarter);
        }
    }
}
