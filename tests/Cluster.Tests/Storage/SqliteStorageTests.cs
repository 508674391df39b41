using Diten.Cluster.Tests.Silo;
using Diten.Silo.Commands;
using Diten.Silo.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Diten.Cluster.Tests.Storage;

/// <summary>The contract of a grain storage, kept by the file.</summary>
public sealed class SqliteStorageTests : IAsyncLifetime, IDisposable
{
    private static readonly ServiceProvider s_services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly GrainId s_grain = GrainId.Create("twin", "dev-1");
    private readonly SiloFolder _folder = new();
    private SqliteFile? _file;

    private string FilePath => _folder["sub/diten.db"];

    private SqliteFile File => _file ??= SqliteFile.Open(FilePath, acknowledged: true);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => CloseAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_grain_without_state_gets_an_empty_one()
    {
        var state = await ReadAsync();
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.NotNull(state.State);
        Assert.Empty(state.State!.Values);
    }

    [Fact]
    public async Task What_was_written_is_read_back_bit_by_bit_also_after_a_restart()
    {
        double[] values = [1.5, double.NaN, double.NegativeInfinity, -0.0, 1e300];
        var written = await WriteAsync(new GrainState<Sample>(new Sample { Values = values }));
        Assert.True(written.RecordExists);
        await CloseAsync();
        var read = await ReadAsync();
        Assert.Equal(written.ETag, read.ETag, StringComparer.Ordinal);
        Assert.True(read.RecordExists);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.State!.Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public async Task Every_write_has_a_new_tag_and_an_old_one_is_refused()
    {
        var first = await WriteAsync(new GrainState<Sample>(new Sample { Values = [1] }));
        var stale = await ReadAsync();
        var second = await WriteAsync(first);
        Assert.NotEqual(stale.ETag, second.ETag, StringComparer.Ordinal);
        stale.State!.Values = [2];
        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale));
        Assert.Equal(second.ETag, refusal.StoredEtag, StringComparer.Ordinal);
        Assert.Equal(stale.ETag, refusal.CurrentEtag, StringComparer.Ordinal);
        Assert.Equal((double[])[1], await ValuesAsync());
    }

    [Fact]
    public async Task Only_one_of_two_first_writes_wins()
    {
        var writes = Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await WriteAsync(new GrainState<Sample>(new Sample { Values = [i] }));
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        });
        var winner = Assert.Single(await Task.WhenAll(writes), i => i >= 0);
        Assert.Equal((double[])[winner], await ValuesAsync());
    }

    [Fact]
    public async Task Clearing_removes_the_state_and_what_comes_after_is_another_one()
    {
        var state = await WriteAsync(new GrainState<Sample>(new Sample { Values = [1] }));
        var stale = await ReadAsync();
        await Storage().ClearStateAsync("state", s_grain, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Empty(state.State!.Values);
        Assert.False((await ReadAsync()).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale));
        await WriteAsync(new GrainState<Sample>(new Sample { Values = [2] }));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().ClearStateAsync("state", s_grain, stale));
        Assert.Equal((double[])[2], await ValuesAsync());
    }

    [Fact]
    public async Task Stores_states_and_grains_do_not_share()
    {
        await WriteAsync(new GrainState<Sample>(new Sample { Values = [1] }));
        foreach (var (store, name, grain) in new[] { ("other", "state", "dev-1"), ("diten", "more", "dev-1"), ("diten", "state", "dev-2") })
        {
            var state = new GrainState<Sample>(new Sample());
            await Storage(store).ReadStateAsync(name, GrainId.Create("twin", grain), state);
            Assert.False(state.RecordExists, $"{store} {name} {grain}");
        }
    }

    [Fact]
    public async Task Many_writes_at_once_share_commits_and_all_are_there()
    {
        const int Writes = 2000;
        var before = File.Commits;
        await Task.WhenAll(Enumerable.Range(0, Writes).Select(i => Task.Run(() =>
            Storage().WriteStateAsync("state", GrainId.Create("twin", $"dev-{i}"), new GrainState<Sample>(new Sample { Values = [i] })))));
        Assert.InRange(File.Commits - before, 1, Writes / 4);
        await CloseAsync();
        for (var i = 0; i < Writes; i += 97) Assert.Equal((double[])[i], await ValuesAsync($"dev-{i}"));
    }

    [Fact]
    public async Task One_work_that_fails_does_not_fail_its_neighbours()
    {
        using var hold = new ManualResetEventSlim();
        var blocked = File.WriteAsync<object?>(_ =>
        {
            hold.Wait();
            return null;
        });
        var good = WriteAsync(new GrainState<Sample>(new Sample { Values = [3] }));
        var bad = File.WriteAsync(session => session.Execute("INSERT INTO nowhere VALUES (1)"));
        var alsoGood = Storage().WriteStateAsync("state", GrainId.Create("twin", "dev-9"), new GrainState<Sample>(new Sample { Values = [4] }));
        hold.Set();
        await blocked;
        await good;
        await alsoGood;
        Assert.Contains("nowhere", (await Assert.ThrowsAsync<OrleansException>(() => bad)).Message, StringComparison.Ordinal);
        Assert.Equal((double[])[3], await ValuesAsync());
        Assert.Equal((double[])[4], await ValuesAsync("dev-9"));
    }

    [Fact]
    public async Task A_closed_file_refuses_work()
    {
        var file = File;
        await CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => file.WriteAsync(s => s.Value("SELECT 1")));
    }

    [Fact]
    public async Task A_second_silo_on_the_file_is_refused()
    {
        await WriteAsync(new GrainState<Sample>(new Sample()));
        Assert.Contains("in use by another silo", Assert.Throws<StartException>(() => SqliteFile.Open(FilePath, acknowledged: true)).Message, StringComparison.Ordinal);
    }

    private async Task CloseAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        _file = null;
    }

    private SqliteGrainStorage Storage(string store = "diten") => new(
        store, File, new OrleansGrainStorageSerializer(s_services.GetRequiredService<Serializer>()), s_services.GetRequiredService<IActivatorProvider>());

    private async Task<GrainState<Sample>> WriteAsync(GrainState<Sample> state)
    {
        await Storage().WriteStateAsync("state", s_grain, state);
        return state;
    }

    private async Task<GrainState<Sample>> ReadAsync(string grain = "dev-1")
    {
        var state = new GrainState<Sample>();
        await Storage().ReadStateAsync("state", GrainId.Create("twin", grain), state);
        return state;
    }

    private async Task<double[]> ValuesAsync(string grain = "dev-1") => (await ReadAsync(grain)).State!.Values;
}

/// <summary>Some state.</summary>
[GenerateSerializer, Alias("diten.tests.sample")]
public sealed class Sample
{
    /// <summary>Any numbers.</summary>
    [Id(0)] public double[] Values { get; set; } = [];
}
