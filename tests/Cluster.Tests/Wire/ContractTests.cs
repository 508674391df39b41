using System.Reflection;

namespace Diten.Cluster.Tests.Wire;

/// <summary>Names and numbers on the wire (docs/wire.md).</summary>
public sealed class ContractTests
{
    private const string File = "methods.txt";

    public static TheoryData<string> Types() => [.. WireTypes.Of(WireTypes.Interfaces).Concat(WireTypes.Of(WireTypes.Grains)).Select(t => t.FullName!)];

    public static TheoryData<string> Interfaces() => [.. WireTypes.GrainInterfaces.Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_serialized_type_is_sealed_and_has_an_alias_and_ids_from_0_without_gaps(string name)
    {
        var type = Find(name);
        Assert.True(type.IsSealed, "a type that may be derived from may be written under another name");
        Assert.StartsWith("diten.", WireTypes.AliasOf(type), StringComparison.Ordinal);
        if (type.IsEnum)
        {
            Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValues(type).Cast<object>().Select(v => Convert.ToInt32(v, null)));
            return;
        }

        Assert.Equal(Enumerable.Range(0, WireTypes.MembersOf(type).Count), WireTypes.MembersOf(type).Select(m => (int)m.Id));
        Assert.Empty(Forgotten(type));
    }

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void A_grain_interface_and_its_methods_have_aliases(string name)
    {
        var type = Find(name);
        Assert.Equal("diten." + type.Name, WireTypes.AliasOf(type));
        var aliases = type.GetMethods().Select(m => WireTypes.AliasOf(m)).ToArray();
        Assert.DoesNotContain("", aliases, StringComparer.Ordinal);
        Assert.Equal(aliases.Length, aliases.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void No_alias_is_used_twice()
    {
        var aliases = WireTypes.Of(WireTypes.Interfaces).Concat(WireTypes.Of(WireTypes.Grains)).Concat(WireTypes.GrainInterfaces).Select(WireTypes.AliasOf);
        Assert.Empty(aliases.GroupBy(a => a, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Methods_are_as_recorded()
    {
        var now = WireTypes.GrainInterfaces.SelectMany(i => i.GetMethods().Select(m => Signature(i, m))).Order(StringComparer.Ordinal).ToArray();
        var recorded = WireFiles.Lines(File).ToArray();
        Assert.True(!recorded.Except(now, StringComparer.Ordinal).Any(),
            "a silo or client of the version before calls these, and they are gone or changed:\n" + string.Join('\n', recorded.Except(now, StringComparer.Ordinal)));
        WireFiles.MustHave(File, [.. now.Except(recorded, StringComparer.Ordinal)]);
    }

    /// <summary>Properties that can be set but have no Id: they would silently not travel.</summary>
    private static IEnumerable<string> Forgotten(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(p => p.CanWrite && !p.IsDefined(typeof(IdAttribute))).Select(p => p.Name);

    private static Type Find(string name) => WireTypes.Interfaces.GetType(name) ?? WireTypes.Grains.GetType(name, throwOnError: true)!;

    private static string Signature(Type type, MethodInfo method) =>
        $"{WireTypes.AliasOf(type)}.{WireTypes.AliasOf(method)}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}) : {Name(method.ReturnType)}";

    private static string Name(Type type)
    {
        if (WireTypes.AliasOf(type) is { Length: > 0 } alias) return alias;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
