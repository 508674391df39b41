using System.Diagnostics;
using System.Net.Sockets;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>A Mosquitto of the test's own on loopback, which keeps sessions and messages when it is stopped, and may be started again.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly List<string> _lines = [];
    private Process? _process;

    private MosquittoBroker(DirectoryInfo folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>Why tests that need a broker cannot run here; null if they can.</summary>
    public static string? Missing { get; } = Program("mosquitto") is null ? "mosquitto is not installed (not in PATH, not in /usr/sbin)" : null;

    public int Port { get; }

    /// <summary>Everything that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>Path of one of Mosquitto's programs; null if it is not installed.</summary>
    public static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/usr/bin").Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Starts a broker.</summary>
    /// <param name="more">Lines of its configuration beside those here; anybody may connect unless they say otherwise.</param>
    public static async Task<MosquittoBroker> StartAsync(params string[] more)
    {
        var broker = new MosquittoBroker(Directory.CreateTempSubdirectory("diten-mqtt-"), SiloProgram.FreePorts(1)[0]);
        string[] lines =
        [
            $"listener {broker.Port} 127.0.0.1",
            .. more.Any(line => line.StartsWith("allow_anonymous", StringComparison.Ordinal)) ? Array.Empty<string>() : ["allow_anonymous true"],
            "persistence true",
            $"persistence_location {broker._folder.FullName}/",
            "max_queued_messages 0",
            // Started by root it would give up its rights, and with them those to the folder.
            "user root",
            .. more,
        ];
        await File.WriteAllLinesAsync(Path.Combine(broker._folder.FullName, "mosquitto.conf"), lines);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Program("mosquitto")!, ["-c", Path.Combine(_folder.FullName, "mosquitto.conf")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Eventually.BecomesAsync(async () => process.HasExited ? throw new InvalidOperationException(Said) : await ListensAsync() ? null : Said, "the broker listens");
    }

    /// <summary>Stops it as an operator would; it stores what it holds.</summary>
    public async Task StopAsync()
    {
        await Signals.SendAsync("TERM", _process!.Id);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}

/// <summary>A test that needs a Mosquitto of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = MosquittoBroker.Missing;
}
