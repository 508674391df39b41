using Diten.Cluster.Tests.Silo;
using Diten.Silo.Commands;
using Diten.Silo.Storage.Sqlite;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>Which files are taken, and which are refused and left as they are.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    private string FilePath => _folder["diten.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_has_the_current_version_and_says_whose_it_is()
    {
        await using (SqliteFile.Open(FilePath, acknowledged: true))
        {
        }
        using var session = new SqliteSession(FilePath);
        Assert.Equal((long)SqliteSchema.Current, session.Value("PRAGMA user_version"));
        Assert.Equal(0x4449544EL, session.Value("PRAGMA application_id"));
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date_with_what_it_holds()
    {
        using (var old = Session())
        {
            SqliteSchema.Apply(old, FilePath, upTo: 1);
            Assert.Equal(1L, old.Value("PRAGMA user_version"));
            old.Execute("INSERT INTO state VALUES ('diten', 'state', 'twin/a', 7, x'01')");
        }
        await using var file = SqliteFile.Open(FilePath, acknowledged: true);
        Assert.Equal(7L, await file.ReadAsync(s => s.Value("SELECT version FROM state WHERE grain = 'twin/a'")));
        Assert.Equal(0L, await file.ReadAsync(s => s.Value("SELECT count(*) FROM reminder")));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused()
    {
        using (var other = Session())
        {
            SqliteSchema.Apply(other, FilePath);
            other.Execute("PRAGMA user_version = 99");
        }
        Refused("newer program (version 99");
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_not_touched()
    {
        using (var other = Session()) other.Execute("CREATE TABLE songs (title TEXT)");
        Refused("is a SQLite file of another program");
        using var after = Session();
        Assert.Equal(1L, after.Value("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_not_touched()
    {
        File.WriteAllText(FilePath, string.Concat(Enumerable.Repeat("not a database. ", 1000)));
        Refused("is not a SQLite file");
        Assert.StartsWith("not a database.", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_told_when_it_is_opened_or_read_and_never_taken_for_empty()
    {
        await using (var file = SqliteFile.Open(FilePath, acknowledged: true))
        {
            for (var i = 0; i < 2000; i++)
            {
                var number = i;
                _ = file.WriteAsync(s => s.Execute("INSERT INTO state VALUES ('diten', 'state', $g, 1, zeroblob(500))", ("$g", $"twin/{number}")));
            }
            await file.CheckAsync();
        }
        // Everything after the header page: tables and indices alike.
        using (var bytes = new FileStream(FilePath, FileMode.Open, FileAccess.Write))
        {
            bytes.Position = 4096;
            var noise = new byte[bytes.Length - 4096];
            new Random(1).NextBytes(noise);
            bytes.Write(noise);
        }
        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var file = SqliteFile.Open(FilePath, acknowledged: true);
            await file.ReadAsync(s => s.Value("SELECT version FROM state WHERE store = 'diten' AND name = 'state' AND grain = 'twin/77'"));
        });
        Assert.True(failure is StartException or OrleansException, $"{failure}");
        Assert.Contains("diten.db", failure.Message, StringComparison.Ordinal);
        Assert.Contains("malformed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_told()
    {
        File.WriteAllText(_folder["flat"], "");
        var failure = Assert.Throws<StartException>(() => SqliteFile.Open(_folder["flat/diten.db"], acknowledged: true));
        Assert.Contains("flat", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 2L)]
    [InlineData(false, 1L)]
    public async Task The_log_is_brought_to_the_disk_at_every_commit_if_acknowledged_means_so(bool acknowledged, long synchronous)
    {
        await using var file = SqliteFile.Open(FilePath, acknowledged);
        Assert.Equal(synchronous, await file.WriteAsync(s => s.Value("PRAGMA synchronous")));
        Assert.Equal("wal", await file.WriteAsync(s => s.Value("PRAGMA journal_mode")));
    }

    private SqliteSession Session()
    {
        SQLitePCL.Batteries_V2.Init();
        return new SqliteSession(FilePath);
    }

    private void Refused(string why) =>
        Assert.Contains(why, Assert.Throws<StartException>(() => SqliteFile.Open(FilePath, acknowledged: true)).Message, StringComparison.Ordinal);
}
