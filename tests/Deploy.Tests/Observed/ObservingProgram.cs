using System.Diagnostics;
using System.Globalization;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Running;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A program that observes (collector, Prometheus, Alertmanager, Grafana) as a process with a folder of its own, and a way to ask it.</summary>
internal sealed class ObservingProgram : IAsyncDisposable
{
    private readonly string _program;
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly List<string> _lines = [];

    private ObservingProgram(string program, Process process, DirectoryInfo folder, string asked)
    {
        (_program, _process, _folder) = (program, process, folder);
        Http = new HttpClient { BaseAddress = new Uri($"http://{asked}"), Timeout = TimeSpan.FromSeconds(30) };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>The last that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>The first of some names that is a program on the path, or null.</summary>
    public static string? Installed(params string[] names) => Array.Find(names, ToolFactAttribute.IsInstalled);

    /// <summary>Places on loopback at which nobody listens.</summary>
    public static string[] FreePlaces(int count) => [.. Plan.FreePorts(count).Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"))];

    /// <summary>Starts a program and waits until it is ready.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="folder">Where its files are; gone with it.</param>
    /// <param name="asked">Place at which it is asked.</param>
    /// <param name="ready">Path that is answered once it is ready.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it has besides.</param>
    public static async Task<ObservingProgram> StartAsync(string program, DirectoryInfo folder, string asked, string ready, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.FullName, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var started = new ObservingProgram(program, Process.Start(start)!, folder, asked);
        await Eventually.HoldsAsync(() => started.IsReadyAsync(ready), $"{program} is ready");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync(string path)
    {
        Assert.False(_process.HasExited, $"{_program} has ended:\n{Said}");
        try
        {
            using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _lines.Add(line);
            if (_lines.Count > 100) _lines.RemoveAt(0);
        }
    }
}
