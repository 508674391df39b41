using System.Diagnostics;
using System.Net;
using Diten.Cluster.Tests.Security;
using Diten.Cluster.Tests.Silo;

namespace Diten.Cluster.Tests.Client;

/// <summary><c>diten up</c> end to end: it starts, learns, ends well with nothing left behind, and goes on the next time.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class UpProcessTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("diten-up-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [FactOnLinux]
    public async Task It_learns_ends_on_a_signal_and_goes_on_the_next_time()
    {
        int before;
        long sequence;
        var silo = 0;
        await using (var up = UpProcess.Start(_state, "--devices", "10", "--participants", "4"))
        {
            await up.ServesAsync();
            Assert.Equal("cluster", (await up.NetworkAsync()).GetProperty("profile").GetString());
            silo = Assert.Single(up.Children());
            await up.ReachesAsync(3);
            Assert.Contains("a new network", up.Text, StringComparison.Ordinal);
            using var page = await up.Http.GetAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            sequence = await SequenceAsync(up);
            before = (await up.NetworkAsync()).GetProperty("round").GetInt32();
            await up.SignalAsync("TERM");
            Assert.Equal(0, await up.ExitAsync());
            Assert.Contains("the network is kept", up.Text, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists($"/proc/{silo}"), "the silo is still there");

        await using (var up = UpProcess.Start(_state, "--devices", "10", "--participants", "4"))
        {
            await up.ServesAsync();
            Assert.True(await up.ReachesAsync(before) >= before);
            await up.ReachesAsync(before + 2);
            Assert.Contains("the network goes on", up.Text, StringComparison.Ordinal);
            Assert.True(await SequenceAsync(up) >= sequence);
            Assert.Equal(10, (await up.NetworkAsync()).GetProperty("devices").GetInt32());
            await up.InterruptAsync();
            Assert.Equal(0, await up.ExitAsync());
        }

        await using var other = UpProcess.Start(_state, "--devices", "12", "--participants", "4");
        Assert.Equal(2, await other.ExitAsync());
        Assert.Contains("--fresh", other.Text, StringComparison.Ordinal);
    }

    [FactOnLinux]
    public async Task A_model_that_cannot_be_begun_with_is_said_and_leaves_no_network_that_would_stand_in_the_way()
    {
        var file = Path.Combine(_state, "bad.safetensors");
        await File.WriteAllTextAsync(file, "nonsense");
        await using var up = UpProcess.Start(_state, "--devices", "4", "--participants", "2", "--start-model", file);
        Assert.Equal(2, await up.ExitAsync());
        Assert.Contains($"diten: --start-model: {file}: the safetensors file is damaged", up.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_state).Select(Path.GetFileName).Except(["bad.safetensors", "up.lock"], StringComparer.Ordinal));
    }

    [FactOnLinux]
    public async Task A_silo_that_dies_is_told_with_its_last_lines()
    {
        await using var up = UpProcess.Start(_state, "--devices", "4", "--participants", "2");
        await up.ServesAsync();
        await up.ReachesAsync(1);
        await up.SignalAsync("KILL", Assert.Single(up.Children()));
        Assert.Equal(1, await up.ExitAsync());
        Assert.Contains("the silo ended with exit code 137", up.Text, StringComparison.Ordinal);
    }

    [FactOnLinux]
    public async Task Nothing_is_left_behind_when_it_is_killed_here_with_TLS()
    {
        using var folder = new SiloFolder();
        using var certificates = new TestCertificates(folder, "up");
        var tls = certificates.Member();
        await using var up = UpProcess.Start(
            _state, "--devices", "4", "--participants", "2", "--tls-certificate", tls.Certificate!, "--tls-key", tls.Key!, "--tls-authority", tls.Authority!);
        await up.ServesAsync();
        await up.ReachesAsync(1);
        var silo = Assert.Single(up.Children());
        await up.SignalAsync("KILL");
        await up.ExitAsync();
        var begin = Stopwatch.GetTimestamp();
        while (Directory.Exists($"/proc/{silo}"))
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(3), "the silo is still there");
            await Task.Delay(100);
        }
    }

    private static async Task<long> SequenceAsync(UpProcess up)
    {
        var twin = System.Text.Json.JsonDocument.Parse(await up.Http.GetStringAsync(new Uri("/api/v1/twins/device-001", UriKind.Relative))).RootElement;
        return twin.GetProperty("lastSequence").GetInt64();
    }
}

/// <summary>A test that looks at processes as Linux shows them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnLinuxAttribute : FactAttribute
{
    public FactOnLinuxAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "looks at processes as Linux shows them";
    }
}
