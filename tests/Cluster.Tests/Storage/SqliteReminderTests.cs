using Diten.Cluster.Tests.Silo;
using Diten.Silo.Storage.Sqlite;

namespace Diten.Cluster.Tests.Storage;

public sealed class SqliteReminderTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_table_keeps_the_contract_and_its_rows()
    {
        await using (var file = SqliteFile.Open(_folder["d.db"], acknowledged: true)) await ReminderTableContract.HoldsAsync(new SqliteReminderTable(file));
        await using var again = SqliteFile.Open(_folder["d.db"], acknowledged: true);
        Assert.Equal(40, (await new SqliteReminderTable(again).ReadRows(0, 0)).Reminders.Count);
    }
}
