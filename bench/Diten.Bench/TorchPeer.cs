using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Diten.Bench;

/// <summary>A Python process that does the same work in PyTorch, one command at a time.</summary>
internal sealed class TorchPeer : IDisposable
{
    private readonly Process _process;

    private TorchPeer(Process process, JsonElement hello)
    {
        _process = process;
        Version = hello.GetProperty("torch").GetString()!;
        Convolutions = hello.GetProperty("convolutions").GetString()!;
        Blas = string.Join(" + ", hello.GetProperty("blas").EnumerateArray().Select(file => file.GetString()));
    }

    public string Version { get; }

    public string Convolutions { get; }

    /// <summary>Files of the linear algebra libraries that the process has loaded.</summary>
    public string Blas { get; }

    /// <summary>The first Python that can import torch; null if there is none.</summary>
    public static string? FindPython(string? wanted)
    {
        foreach (var python in wanted is null ? ["python3", "/usr/bin/python3"] : new[] { wanted })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true, UseShellExecute = false })!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                    return python;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program: the next one may exist.
            }
        }
        return null;
    }

    /// <summary>Starts a process and waits until it has loaded its data and warmed up.</summary>
    public static TorchPeer Start(string python, string model, PeerFiles files, BenchOptions options, int threads)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "torch_peer.py");
        var start = new ProcessStartInfo(python,
            [script, "--model", model, "--data", files.Data, "--features", Text(files.Features), "--start", files.Start(model), "--images", Text(options.Images), "--threads", Text(threads),
            "--rate", options.LearningRate.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // OpenBLAS does not listen to torch.set_num_threads.
        foreach (var variable in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[variable] = Text(threads);
        var process = Process.Start(start)!;
        return new TorchPeer(process, Read(process));
    }

    /// <summary>Sends a command; the answer is fetched with <see cref="Finish"/>.</summary>
    public void Begin(string command) => _process.StandardInput.WriteLine(command);

    /// <summary>Waits for the answer: measured by the process itself.</summary>
    public Measurement Finish()
    {
        var answer = Read(_process);
        return new Measurement(
            answer.GetProperty("seconds").GetDouble(), answer.GetProperty("processor").GetDouble(), answer.GetProperty("loss").GetDouble());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static JsonElement Read(Process process)
    {
        var line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("the PyTorch process ended; its message is above");
        return JsonDocument.Parse(line).RootElement;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
