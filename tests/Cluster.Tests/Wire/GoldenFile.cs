using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Diten.Cluster.Tests.Wire;

/// <summary>
/// The bytes of every message as they were when a version went out. A row is <c>alias kind fields base64</c>; kind is
/// <c>minimal</c> or <c>full</c>, fields is <see cref="WireTypes.FieldsOf"/> at that time. Rows are only added.
/// </summary>
internal sealed class GoldenFile
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly Serializer _serializer;
    private readonly Assembly _assembly;

    public GoldenFile(Assembly assembly, string name)
    {
        (_assembly, Name) = (assembly, name);
        _serializer = _services.GetRequiredService<Serializer>();
        Rows = [.. WireFiles.Lines(name).Select(Row.Parse)];
    }

    public string Name { get; }

    public IReadOnlyList<Row> Rows { get; }

    public byte[] Write(object message) => _serializer.SerializeToArray(message);

    public object? Read(byte[] bytes) => _serializer.Deserialize<object>(bytes);

    /// <summary>The rows that the types of today must have.</summary>
    public IEnumerable<Row> Wanted() =>
        from type in WireTypes.Of(_assembly)
        from kind in new[] { "minimal", "full" }
        select new Row(WireTypes.AliasOf(type), kind, WireTypes.FieldsOf(type), Convert.ToBase64String(Write(Make(type, kind))));

    public Type TypeOf(Row row) => WireTypes.Of(_assembly).SingleOrDefault(t => WireTypes.AliasOf(t) == row.Alias)
        ?? throw new InvalidOperationException($"{row.Alias} is in {Name} but is no type any more: what was sent or stored under it cannot be read");

    public static object Make(Type type, string kind) => kind == "full" ? Samples.Full(type) : Samples.Minimal(type);

    internal sealed record Row(string Alias, string Kind, int Fields, string Bytes)
    {
        public static Row Parse(string line)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new Row(cells[0], cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Alias} {Kind} {Fields} {Bytes}");
    }
}
