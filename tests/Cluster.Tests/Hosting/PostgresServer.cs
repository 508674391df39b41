using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>A PostgreSQL server of the test's own: a new data folder, on loopback, with a password; gone afterwards.</summary>
/// <remarks>Mark tests that need it with <c>PostgresFact</c>; share one server per class through a fixture.</remarks>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    private const string Password = "test-only-secret";
    private readonly string _folder;
    private readonly int _port;
    private string _addresses = "127.0.0.1";
    private bool _running;

    private PostgresServer(string folder, int port)
    {
        _folder = folder;
        _port = port;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>What a client needs to connect as the owner of the database <c>diten</c>.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Database=diten;Username=diten;Password={Password}";

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _port;

    /// <summary>Creates the data folder and the database, and starts the server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("diten-postgres-").FullName;
        var server = new PostgresServer(folder, FreePort());
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (PostgresTools.AsRoot) await RunAsync("chown", "-R", "postgres", folder);
        await AsServerAsync("initdb", "-D", server.Data, "-U", "diten", "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8", "--no-locale", "--no-instructions");
        await server.ResumeAsync();
        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString.Replace("Database=diten", "Database=postgres", StringComparison.Ordinal));
        await using var command = source.CreateCommand("CREATE DATABASE diten");
        await command.ExecuteNonQueryAsync();
        return server;
    }

    /// <summary>Stops the server at once, as a crash does; its data stay. <see cref="ResumeAsync"/> starts it again.</summary>
    public Task CrashAsync() => StopAsync("immediate");

    /// <summary>Starts the server after <see cref="CrashAsync"/> or <see cref="StopAsync"/>, on the same port with the same data.</summary>
    public async Task ResumeAsync()
    {
        var options = string.Create(CultureInfo.InvariantCulture, $"-h {_addresses} -p {_port} -k {_folder} -c max_connections=200 -c shared_buffers=64MB");
        await AsServerAsync("pg_ctl", "start", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-s", "-o", options);
        _running = true;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_running) await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    // A run that is broken off leaves no server behind.
    private void OnExit(object? sender, EventArgs e) => DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5));

    private static Task AsServerAsync(string tool, params string[] arguments)
    {
        var path = PostgresTools.PathOf(tool) ?? throw new InvalidOperationException("PostgreSQL is not installed");
        return PostgresTools.AsRoot ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    // pg_ctl's child keeps the output open, so what is said goes to files and not through pipes.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, program, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(log);
        File.Delete(log);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
