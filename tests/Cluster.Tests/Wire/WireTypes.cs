using System.Reflection;
using Diten.Interfaces.Twins;

namespace Diten.Cluster.Tests.Wire;

/// <summary>One serialized member: a property or field with an Id.</summary>
internal sealed record WireMember(uint Id, MemberInfo Info)
{
    public Type Type => Info is PropertyInfo p ? p.PropertyType : ((FieldInfo)Info).FieldType;

    public string Name => Info.Name;

    public bool IsRequired => Info.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));

    public object? Get(object owner) => Info is PropertyInfo p ? p.GetValue(owner) : ((FieldInfo)Info).GetValue(owner);

    public void Set(object owner, object? value)
    {
        if (Info is PropertyInfo p) p.SetValue(owner, value);
        else ((FieldInfo)Info).SetValue(owner, value);
    }
}

/// <summary>What goes over the wire and into the stores.</summary>
internal static class WireTypes
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static Assembly Interfaces { get; } = typeof(ITwinGrain).Assembly;

    public static Assembly Grains { get; } = typeof(Diten.Grains.Hosting.StorageNames).Assembly;

    /// <summary>Serialized types that people wrote, in the order of their aliases.</summary>
    public static IReadOnlyList<Type> Of(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).OrderBy(AliasOf, StringComparer.Ordinal)];

    public static IReadOnlyList<Type> GrainInterfaces { get; } =
        [.. Interfaces.GetTypes().Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t)).OrderBy(AliasOf, StringComparer.Ordinal)];

    /// <summary>The alias; empty if there is none.</summary>
    public static string AliasOf(MemberInfo type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? "";

    /// <summary>Members in the order of their Ids.</summary>
    public static IReadOnlyList<WireMember> MembersOf(Type type) =>
        [.. type.GetMembers(Own).Where(m => m is PropertyInfo or FieldInfo)
            .Select(m => (Info: m, Id: m.GetCustomAttribute<IdAttribute>()))
            .Where(m => m.Id is not null)
            .Select(m => new WireMember(m.Id!.Id, m.Info)).OrderBy(m => m.Id)];

    /// <summary>Fields of the type and of every message inside it: what a golden row was made of.</summary>
    public static int FieldsOf(Type type) => Closure(type).Sum(t => t.IsEnum ? Enum.GetNames(t).Length : MembersOf(t).Count);

    public static bool IsMessage(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    private static HashSet<Type> Closure(Type type)
    {
        var seen = new HashSet<Type>();
        Visit(type);
        return seen;

        void Visit(Type t)
        {
            foreach (var part in t.IsArray ? [t.GetElementType()!] : t.GetGenericArguments()) Visit(part);
            if (!IsMessage(t) || !seen.Add(t)) return;
            foreach (var member in MembersOf(t)) Visit(member.Type);
        }
    }
}
