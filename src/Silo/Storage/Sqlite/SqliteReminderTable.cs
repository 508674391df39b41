using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans;
using Orleans.Runtime;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>Reminders in the file: they come even after the silo has been restarted.</summary>
internal sealed class SqliteReminderTable(SqliteFile file) : IReminderTable
{
    private const string Columns = "SELECT grain, name, start_at, period, version FROM reminder";

    /// <inheritdoc/>
    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await file.ReadAsync(session => session.Rows(
        $"{Columns} WHERE grain = $grain", Entry, ("$grain", grainId.ToString()))));

    /// <inheritdoc/>
    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => new(await file.ReadAsync(session => session.Rows(
        // The hashes are a ring: a range may go over its end.
        begin < end ? $"{Columns} WHERE hash > $begin AND hash <= $end" : $"{Columns} WHERE hash > $begin OR hash <= $end",
        Entry,
        ("$begin", (long)begin),
        ("$end", (long)end))));

    /// <inheritdoc/>
    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => (await file.ReadAsync(session => session.Rows(
        $"{Columns} WHERE grain = $grain AND name = $name", Entry, ("$grain", grainId.ToString()), ("$name", reminderName)))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var version = await file.WriteAsync(session => session.Value(
            """
            INSERT INTO reminder (grain, name, hash, start_at, period, version)
            VALUES ($grain, $name, $hash, $start, $period, abs(random() % 1000000000) + 1)
            ON CONFLICT DO UPDATE SET start_at = excluded.start_at, period = excluded.period, version = version + 1
            RETURNING version
            """,
            ("$grain", entry.GrainId.ToString()),
            ("$name", entry.ReminderName),
            ("$hash", (long)entry.GrainId.GetUniformHashCode()),
            ("$start", entry.StartAt.ToUniversalTime().Ticks),
            ("$period", entry.Period.Ticks)));
        return Convert.ToString(version, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => await file.WriteAsync(session => session.Execute(
        "DELETE FROM reminder WHERE grain = $grain AND name = $name AND version = $version",
        ("$grain", grainId.ToString()),
        ("$name", reminderName),
        ("$version", long.Parse(eTag, CultureInfo.InvariantCulture)))) > 0;

    /// <inheritdoc/>
    public Task TestOnlyClearTable() => file.WriteAsync(session => session.Execute("DELETE FROM reminder"));

    private static ReminderEntry Entry(SqliteDataReader row) => new()
    {
        GrainId = GrainId.Parse(row.GetString(0)),
        ReminderName = row.GetString(1),
        StartAt = new DateTime(row.GetInt64(2), DateTimeKind.Utc),
        Period = TimeSpan.FromTicks(row.GetInt64(3)),
        ETag = row.GetInt64(4).ToString(CultureInfo.InvariantCulture),
    };
}
