using System.Diagnostics;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;
using Diten.Readme.Tests;

namespace Diten.Deploy.Tests.Engine;

/// <summary>
/// Docker: the engine that answers, if it has the Dockerfile's base images; else, as root on Linux, one of the test's own in a
/// temporary folder and in namespaces of its own (mounts, processes, network), with stand-ins of the base images made of this machine's SDK.
/// </summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    // Far beyond any build, on a machine that is busy with other tests.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);
    private static readonly Lazy<Task<(ContainerEngine? Engine, string? Missing)>> s_found = new(FindAsync);

    // Gives way to other tests. Ports are published on the loopback of its own network, which is down at first. Ends when the test closes its input, or itself ends in whatever way; with it end all of its containers.
    private const string Daemon = """exec 3<&0; ip link set lo up; dockerd "$@" & daemon=$!; { read -r _ <&3; kill "$daemon"; } & wait "$daemon" """;
    private readonly string? _folder;
    private readonly Process? _process;
    private string _environment = "unset DOCKER_CONTEXT; ";

    private ContainerEngine()
    {
    }

    private ContainerEngine(string folder)
    {
        _folder = folder;
        var start = new ProcessStartInfo("unshare",
        [
            "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "nice", "-n", "10", "bash", "-c", $"({Daemon}) >'{folder}/log' 2>&1", "dockerd",
            "--host", $"unix://{folder}/docker.sock", "--data-root", $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/pid", "--iptables=false", "--ip6tables=false",
        ]) { RedirectStandardInput = true, UseShellExecute = false };
        _process = Process.Start(start)!;
        _environment += $"export DOCKER_HOST='unix://{folder}/docker.sock'; ";
    }

    /// <summary>The engine, or why there is none.</summary>
    public static Task<(ContainerEngine? Engine, string? Missing)> Found => s_found.Value;

    /// <summary>Whether somebody has asked for it.</summary>
    public static bool IsWanted => s_found.IsValueCreated;

    /// <summary>Whether the test has started it, so that nothing else is in it.</summary>
    public bool IsOwn => _process is not null;

    /// <summary>Runs a command line with this engine.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public Task<(int Code, string Text)> TryAsync(string command) => Shell.RunAsync(_environment + command, s_patience);

    /// <summary>Runs a command line that must end well.</summary>
    /// <returns>All that it wrote.</returns>
    public async Task<string> RunAsync(string command)
    {
        var (code, text) = await TryAsync(command);
        Assert.True(code == 0, $"'{command}' ended with {code}:\n{text}");
        return text;
    }

    /// <summary>
    /// The folder of a <c>docker</c> that builds with BuildKit, or null. Clients up to 20.10 leave that to the engine, later ones need the component buildx.
    /// </summary>
    public async Task<string?> BuildKitAsync()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(f => File.Exists(Path.Combine(f, "docker"))))
        {
            if ((await TryAsync($"'{folder}/docker' version --format '{{{{.Client.Version}}}}' | grep -Eq '^(19|20)[.]' || '{folder}/docker' buildx version")).Code == 0) return folder;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder!, recursive: true);
    }

    private static async Task<(ContainerEngine? Engine, string? Missing)> FindAsync()
    {
        if (!ToolFactAttribute.IsInstalled("docker")) return (null, "docker is not installed (Debian: apt-get install docker.io): the images are not built");
        var running = new ContainerEngine();
        if ((await running.TryAsync($"docker version && docker image inspect {string.Join(' ', BaseImages.Names)}")).Code == 0) return (running, null);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return (null, "no Docker answers that has the Dockerfile's base images, and only root on Linux can start one: the images are not built");
        if (new[] { "dockerd", "unshare", "ldd" }.FirstOrDefault(tool => !ToolFactAttribute.IsInstalled(tool)) is { } tool) return (null, $"no Docker answers that has the Dockerfile's base images, and {tool} is not installed: the images are not built");
        var own = new ContainerEngine(Directory.CreateTempSubdirectory("diten-engine-").FullName);
        if (await own.AnswersAsync() is not { } missing)
        {
            await BaseImages.ImportAsync(own, own._folder!);
            var (code, text) = await own.TryAsync($"docker run --rm {BaseImages.Names[0]} sh -c 'mkdir /probe'");
            if (code == 0) return (own, null);
            missing = "dockerd runs no container here, the images are not built: " + text;
        }
        await own.DisposeAsync();
        return (null, missing);
    }

    // Null, or why not.
    private async Task<string?> AnswersAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        while ((await TryAsync("docker version")).Code != 0)
        {
            if (!_process!.HasExited && Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(3))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                continue;
            }
            return "dockerd does not start here, the images are not built: " + string.Join(" | ", File.ReadLines(Path.Combine(_folder!, "log")).TakeLast(3));
        }
        // The driver of the last resort copies the whole SDK for every line of the Dockerfile.
        return (await RunAsync("docker info --format '{{.Driver}}'")).Contains("vfs", StringComparison.Ordinal) ? "dockerd finds no file system to stack layers on here, the images are not built" : null;
    }
}
