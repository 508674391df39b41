using System.Collections;
using System.Runtime.CompilerServices;

namespace Diten.Cluster.Tests.Wire;

/// <summary>Makes the same instance of a message in every run: with all members set, or with as little as it may have.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset s_time = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));

    public static object Full(Type type)
    {
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        var made = Create(type);
        foreach (var member in WireTypes.MembersOf(type)) member.Set(made, Value(member.Type, member.Name, (int)member.Id + 1));
        return made;
    }

    public static object Minimal(Type type)
    {
        if (type.IsEnum) return Enum.ToObject(type, 0);
        var made = Create(type);
        foreach (var member in WireTypes.MembersOf(type).Where(m => m.Get(made) is null && m.IsRequired)) member.Set(made, Empty(member.Type));
        return made;
    }

    /// <summary>A record's required members are the compiler's business; reflection may leave them out.</summary>
    public static object Create(Type type) =>
        type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type)! : RuntimeHelpers.GetUninitializedObject(type);

    /// <summary>
    /// What differs between what was read and what was written; null if nothing. From an older row, a member that did not exist
    /// then may have its initial value.
    /// </summary>
    public static string? Difference(object? read, object? written, bool older, string path = "")
    {
        if (read is null || written is null) return ReferenceEquals(read, written) ? null : $"{path}: {read ?? "null"} instead of {written ?? "null"}";
        var type = read.GetType();
        if (type != written.GetType() && !(read is IEnumerable && written is IEnumerable)) return $"{path}: a {type} instead of a {written.GetType()}";
        if (read is not string && read is IEnumerable some && written is IEnumerable others)
        {
            var (a, b) = (some.Cast<object?>().ToArray(), others.Cast<object?>().ToArray());
            if (a.Length != b.Length) return $"{path}: {a.Length} instead of {b.Length} elements";
            return a.Zip(b).Select((p, i) => Difference(p.First, p.Second, older, $"{path}[{i}]")).FirstOrDefault(d => d is not null);
        }

        if (!WireTypes.IsMessage(type) || type.IsEnum) return read.Equals(written) ? null : $"{path}: {read} instead of {written}";
        var initial = Create(type);
        return WireTypes.MembersOf(type).Select(m =>
        {
            var difference = Difference(m.Get(read), m.Get(written), older, path + "." + m.Name);
            return difference is null || (older && Difference(m.Get(read), m.Get(initial), older: false) is null) ? null : difference;
        }).FirstOrDefault(d => d is not null);
    }

    private static object Value(Type type, string name, int number)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner, name, number);
        if (type.IsArray) return Fill(type.GetElementType()!, name, number);
        if (WireTypes.IsMessage(type)) return Full(type);
        if (type.IsGenericType) return Generic(type, name, number);
        return type switch
        {
            _ when type == typeof(string) => FormattableString.Invariant($"{name}-{number}"),
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte) => (byte)(200 + number),
            _ when type == typeof(int) => 1000 * number + 7,
            _ when type == typeof(uint) => 1000u * (uint)number + 7,
            _ when type == typeof(long) => (1L << 40) + number,
            _ when type == typeof(ulong) => (1UL << 50) + (ulong)number,
            _ when type == typeof(float) => number + 0.25f,
            _ when type == typeof(double) => number + 0.125,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90 + number),
            _ when type == typeof(DateTimeOffset) => s_time.AddMinutes(number),
            _ => throw new NotSupportedException($"no sample for a {type} yet ({name}): add one here"),
        };
    }

    private static object Generic(Type type, string name, int number)
    {
        var of = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IEnumerable<>)) return Fill(of[0], name, number);
        var made = Activator.CreateInstance(type)!;
        var add = type.GetMethod("Add", of) ?? throw new NotSupportedException($"no sample for a {type} yet ({name}): add one here");
        for (var i = 0; i < 2; i++) add.Invoke(made, [.. of.Select((t, at) => Value(t, name, number + i + 10 * at))]);
        return made;
    }

    private static Array Fill(Type element, string name, int number)
    {
        var made = Array.CreateInstance(element, 3);
        made.SetValue(Value(element, name, number), 0);
        if (Nullable.GetUnderlyingType(element) is null) made.SetValue(Value(element, name, number + 1), 1);
        made.SetValue(Value(element, name, number + 2), 2);
        return made;
    }

    private static object? Empty(Type type)
    {
        if (type == typeof(string)) return "";
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (WireTypes.IsMessage(type)) return Minimal(type);
        if (!type.IsGenericType) return Activator.CreateInstance(type);
        return type.IsInterface ? Array.CreateInstance(type.GetGenericArguments()[0], 0) : Activator.CreateInstance(type);
    }
}
