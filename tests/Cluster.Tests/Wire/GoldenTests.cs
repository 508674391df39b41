namespace Diten.Cluster.Tests.Wire;

/// <summary>Every message and every stored state is written as it was recorded, and what was ever recorded is still read.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Files() => ["messages.txt", "stored.txt"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_type_is_recorded_as_it_is_today(string name)
    {
        var file = Open(name);
        var known = file.Rows.ToLookup(r => (r.Alias, r.Kind, r.Fields));
        WireFiles.MustHave(name, [.. file.Wanted().Where(w => !known.Contains((w.Alias, w.Kind, w.Fields))).Select(w => w.ToString())]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Types_are_written_as_recorded(string name)
    {
        var file = Open(name);
        var wanted = file.Wanted().ToDictionary(w => (w.Alias, w.Kind, w.Fields), w => w.Bytes);
        Assert.All(file.Rows.Where(r => wanted.ContainsKey((r.Alias, r.Kind, r.Fields))), r =>
            Assert.True(r.Bytes == wanted[(r.Alias, r.Kind, r.Fields)], $"{r.Alias} ({r.Kind}) is no longer written as it was recorded: a silo or a store of the version before cannot read it"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_ever_recorded_is_read(string name)
    {
        var file = Open(name);
        Assert.All(file.Rows, row =>
        {
            var type = file.TypeOf(row);
            var today = WireTypes.FieldsOf(type);
            Assert.True(row.Fields <= today, $"{row.Alias} had {row.Fields} fields and has {today}: a field was taken away");
            var read = file.Read(Convert.FromBase64String(row.Bytes));
            Assert.Null(Samples.Difference(read, GoldenFile.Make(type, row.Kind), older: row.Fields < today, row.Alias));
        });
    }

    [Fact]
    public void A_list_is_read_whatever_kind_of_list_was_written()
    {
        var file = Open("messages.txt");
        IReadOnlyList<int>[] kinds = [[1, 2, 3], new List<int> { 1, 2, 3 }, new[] { 1, 2, 3 }];
        Assert.All(kinds, counts =>
        {
            var message = new Diten.Interfaces.Twins.RegisterDeviceMessage { Station = "bs-1", Samples = 6, ClassCounts = counts };
            var read = Assert.IsType<Diten.Interfaces.Twins.RegisterDeviceMessage>(file.Read(file.Write(message)));
            Assert.Equal([1, 2, 3], read.ClassCounts);
        });
    }

    private static GoldenFile Open(string name) => new(name == "messages.txt" ? WireTypes.Interfaces : WireTypes.Grains, name);
}
