using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Observed;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Engine;

/// <summary>
/// Stand-ins of images that the compose file names, made of this machine's own PostgreSQL, Prometheus and Alertmanager: the same users,
/// programs and folders as in the originals, as far as the compose file speaks of them.
/// </summary>
internal static class ServiceImages
{
    private const string Nobody = "65534", Postgres = "999";

    // What the original does with an empty folder, but not as root first.
    private const string Prepare = """
        #!/bin/sh
        set -e
        if [ ! -s "$PGDATA/PG_VERSION" ]; then
            echo "$POSTGRES_PASSWORD" > /tmp/password
            initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-host=scram-sha-256 --encoding=UTF8 --no-locale
            echo "CREATE DATABASE \"$POSTGRES_DB\"" | postgres --single postgres
            echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
            echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
        fi
        exec "$@"
        """;

    // What the path has may be links to where the programs are at home, with their libraries.
    private static readonly string s_tools = Path.GetDirectoryName(File.ResolveLinkTarget(PostgresTools.PathOf("postgres")!, returnFinalTarget: true)?.FullName ?? PostgresTools.PathOf("postgres")!)!;

    /// <summary>Makes them.</summary>
    public static async Task ImportAsync(ContainerEngine engine)
    {
        var tar = Path.GetTempFileName();
        Task MakeAsync(string service, Action<RootTar> fill, params string[] changes) => BaseImages.ImportAsync(engine, tar, Compose.Services[service]["image"].Text()!, fill, changes);
        await MakeAsync(
            "postgres", FillPostgres, "USER " + Postgres, "ENV PATH=/usr/bin:" + s_tools, "ENV PGDATA=/var/lib/postgresql/data/own",
            "VOLUME /var/lib/postgresql/data", """ENTRYPOINT ["/prepare"]""");
        await MakeAsync("prometheus", root => Fill(root, "prometheus", ("prometheus", "prometheus"), ("promtool", "promtool")), Own("prometheus"));
        await MakeAsync("alertmanager", root => Fill(root, "alertmanager", (ObservingProgram.Installed("alertmanager", "prometheus-alertmanager")!, "alertmanager"), ("amtool", "amtool")), Own("alertmanager"));
    }

    private static string[] Own(string program) => ["USER " + Nobody, "WORKDIR /" + program, $"VOLUME /{program}", $"""ENTRYPOINT ["/bin/{program}"]"""];

    private static void Fill(RootTar root, string data, params (string From, string To)[] programs)
    {
        foreach (var (from, to) in programs) Program(root, PathOf(from), "bin/" + to);
        root.Open(data);
        root.Open("tmp");
        // Debian keeps the Alertmanager's templates beside it, others in it.
        const string Templates = "/usr/share/prometheus/alertmanager";
        if (data == "alertmanager" && Directory.Exists(Templates)) root.Folder(Templates, Templates[1..]);
    }

    private static void FillPostgres(RootTar root)
    {
        foreach (var tool in new[] { "postgres", "initdb", "pg_isready" }.Select(name => Path.Combine(s_tools, name))) Program(root, tool, tool[1..]);
        Program(root, "/bin/sh", "bin/sh");
        var home = Path.GetDirectoryName(s_tools)!;
        // The compiler of queries brings a hundred megabytes; without its library PostgreSQL does not use it.
        var libraries = Directory.EnumerateFiles(Path.Combine(home, "lib"), "*.so").Where(f => !f.EndsWith("/llvmjit.so", StringComparison.Ordinal)).ToArray();
        foreach (var library in libraries) Program(root, library, library[1..]);
        root.Folder("/usr/share/postgresql/" + Path.GetFileName(home), "usr/share/postgresql/" + Path.GetFileName(home));
        root.Text("etc/passwd", $"root:x:0:0:root:/root:/bin/sh\npostgres:x:{Postgres}:{Postgres}::/var/lib/postgresql:/bin/sh\n");
        root.Text("prepare", Prepare);
        root.Open("tmp");
        root.Open("run/postgresql");
        root.Link("var/run", "/run");
        root.Open("var/lib/postgresql/data");
    }

    private static void Program(RootTar root, string from, string to)
    {
        root.File(from, to);
        BaseImages.Libraries(root, [from]);
    }

    private static string PathOf(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
