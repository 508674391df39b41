namespace Diten.Cluster.Tests.Hosting;

/// <summary>Where PostgreSQL's programs are on this machine.</summary>
internal static class PostgresTools
{
    private static readonly string? s_folder = Find();

    /// <summary>The server refuses to run as root, so root starts it as the user <c>postgres</c>.</summary>
    public static bool AsRoot { get; } = Environment.IsPrivilegedProcess;

    /// <summary>Why tests that need the server cannot run here; null if they can.</summary>
    public static string? Missing { get; } =
        s_folder is null ? "PostgreSQL is not installed (no initdb in PATH or /usr/lib/postgresql/*/bin)"
        : AsRoot && !File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "running as root and there is no user 'postgres' to run PostgreSQL as"
        : null;

    /// <summary>Full path of one of PostgreSQL's programs.</summary>
    public static string? PathOf(string tool) => s_folder is null ? null : Path.Combine(s_folder, tool);

    private static string? Find()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0).Select(f => Path.Combine(f, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(packaged)
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }
}
