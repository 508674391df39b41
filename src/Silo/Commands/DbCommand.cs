using System.CommandLine;
using Diten.Silo.Settings;
using Diten.Silo.Storage.Postgres;
using Npgsql;

namespace Diten.Silo.Commands;

/// <summary><c>diten db</c>: the schema in PostgreSQL.</summary>
internal static class DbCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("db", "The tables and queries that silos need in PostgreSQL.");
        command.Subcommands.Add(Create("init", "Creates what is missing; can be run again at any time, also while silos run.", InitAsync));
        command.Subcommands.Add(Create("status", "Tells the schema's version; exit code 1 unless it is this program's.", StatusAsync));
        return command;
    }

    private static Command Create(string name, string description, Func<NpgsqlDataSource, TextWriter, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, description);
        var flags = new SettingFlags(command, ("--postgres-file", "Postgres:ConnectionStringFile", "file", "A file with PostgreSQL's connection string (or environment DITEN__POSTGRES__CONNECTIONSTRING)"));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = new SettingsReader(flags.Read(parsed));
            var settings = reader.Section<PostgresSettings>("Postgres");
            reader.Report(settings is { ConnectionString: null, ConnectionStringFile: null }
                ? ["Diten:Postgres:ConnectionString: is not set (environment DITEN__POSTGRES__CONNECTIONSTRING, or --postgres-file FILE)"]
                : []);
            await using var source = PostgresSource.Create(settings);
            try
            {
                return await action(source, parsed.InvocationConfiguration.Output, cancellationToken);
            }
            catch (NpgsqlException e)
            {
                throw new StartException($"PostgreSQL at {PostgresSource.Place(source)}: {e.Message}", e);
            }
        });
        return command;
    }

    private static async Task<int> InitAsync(NpgsqlDataSource source, TextWriter output, CancellationToken cancellationToken)
    {
        var (before, after) = await PostgresSchema.ApplyAsync(source, upTo: null, cancellationToken);
        if (before > PostgresSchema.Current) throw new StartException(PostgresSource.Mismatch(source, before));
        await output.WriteLineAsync(before == after
            ? $"schema version {after}: nothing to do"
            : $"schema version {before} -> {after}: {string.Join(", ", SchemaStep.All.Where(s => s.Version > before).Select(s => s.Name))}");
        return ExitCode.Done;
    }

    private static async Task<int> StatusAsync(NpgsqlDataSource source, TextWriter output, CancellationToken cancellationToken)
    {
        var version = await PostgresSchema.ReadVersionAsync(source, cancellationToken);
        if (version != PostgresSchema.Current) throw new StartException(PostgresSource.Mismatch(source, version));
        await output.WriteLineAsync($"schema version {version}: current");
        return ExitCode.Done;
    }
}
