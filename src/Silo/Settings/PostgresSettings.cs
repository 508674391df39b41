using Npgsql;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Postgres</c>: the PostgreSQL database of clustering, storage and reminders.</summary>
internal sealed class PostgresSettings() : ServerSettings("Diten:Postgres")
{
    /// <inheritdoc/>
    protected override string? Check(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(parts.Host) ? "names no Host; must be like Host=…;Database=…;Username=…;Password=…" : null;
        }
        catch (ArgumentException)
        {
            return "cannot be read; must be like Host=…;Database=…;Username=…;Password=…";
        }
    }
}
