using System.Diagnostics;

namespace Diten.Cluster.Upgrade.Tests;

/// <summary>A silo or a client as a process of its own.</summary>
internal sealed class Role : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Role(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public static async Task<Role> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        var role = new Role(Process.Start(start)!);
        Assert.Equal("ready", await role.ReadAsync());
        return role;
    }

    /// <summary>Asks a client; the answer is one line.</summary>
    public async Task<string> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    /// <summary>Stops it as an operator does: it hands over what it has and ends.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        return line ?? throw new InvalidOperationException($"the process ended: {await _errors}");
    }
}
