using System.Diagnostics;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>A Redis server of the test's own on loopback that stores every write before it answers.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly int _port;

    private RedisServer(string folder, Process process, int port) => (_folder, _process, _port) = (folder, process, port);

    /// <summary>Why tests that need the server cannot run here; null if they can.</summary>
    public static string? Missing { get; } = Program() is null ? "redis-server is not installed (not in PATH)" : null;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public static async Task<RedisServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("diten-redis-").FullName;
        var port = SiloProgram.FreePorts(1)[0];
        var start = new ProcessStartInfo(Program()!, ["--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", ""])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var server = new RedisServer(folder, Process.Start(start)!, port);
        server._process.BeginOutputReadLine();
        await Eventually.HoldsAsync(async () => await AnswersAsync(port), "Redis answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static string? Program() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
        .Select(f => Path.Combine(f, "redis-server")).FirstOrDefault(File.Exists);
}

/// <summary>A test that needs a Redis server of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Missing;
}
