using System.Globalization;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>Outages short of a crash, and addresses beyond loopback.</summary>
internal sealed partial class PostgresServer
{
    /// <summary>Stops the server: by <c>fast</c> it breaks off what is under way, <c>immediate</c> is a crash.</summary>
    public async Task StopAsync(string mode = "fast")
    {
        _running = false;
        await AsServerAsync("pg_ctl", "stop", "-D", Data, "-m", mode, "-w", "-s");
    }

    /// <summary>Listens on another address too, for those in a range and with the password. The server is started anew.</summary>
    public async Task ListenAlsoAsync(string address, string range)
    {
        await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {range} scram-sha-256\n");
        _addresses = $"127.0.0.1,{address}";
        await StopAsync();
        await ResumeAsync();
    }

    /// <summary>SIGSTOP to all of the server's processes: connections stay open and nobody answers. Before disposal it must be thawed.</summary>
    public async Task FreezeAsync()
    {
        // The first one first, so that it starts no more.
        await SignalAsync("STOP", Main);
        await SignalAsync("STOP", Children());
    }

    /// <summary>Ends <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => SignalAsync("CONT", [.. Children(), Main]);

    private int Main => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private int[] Children()
    {
        var main = Main;
        return [.. Directory.EnumerateDirectories("/proc").Select(f => int.TryParse(Path.GetFileName(f), out var id) ? id : 0).Where(id => id > 0 && ParentOf(id) == main)];
    }

    // The second field is the program's name in brackets, and may hold anything.
    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // One that has ended in the meantime needs no signal.
    private static Task SignalAsync(string signal, params int[] processes) =>
        RunAsync("/bin/sh", ["-c", "s=$1; shift; for p in \"$@\"; do kill -s \"$s\" \"$p\" || true; done", "sh", signal, .. processes.Select(p => p.ToString(CultureInfo.InvariantCulture))]);
}
