using System.Text.Json;

namespace Diten.Simulation.Commands.Solve;

/// <summary>
/// Reads one JSON object strictly: unknown, repeated and missing fields and values out of range end in an
/// <see cref="InputException"/> that names the field by its path, for example <c>devices[3].minFrequency</c>.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;

    private JsonFields(JsonElement element, string path)
    {
        _object = element;
        _path = path;
    }

    /// <summary>Opens an object and checks the names of its fields.</summary>
    /// <param name="element">Must be an object.</param>
    /// <param name="path">Its path; empty for the whole input.</param>
    /// <param name="known">All fields that it may have.</param>
    /// <exception cref="InputException">Not an object, or an unknown or repeated field.</exception>
    public static JsonFields Open(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InputException(path.Length == 0 ? "input" : path, $"is {Describe(element)}; must be an object with the fields {string.Join(", ", known!)}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var field = Join(path, property.Name);
            if (!known.Contains(property.Name)) throw new InputException(field, $"unknown field; must be one of {string.Join(", ", known!)}");
            if (!seen.Add(property.Name)) throw new InputException(field, "is given twice; must be given once");
        }
        return new JsonFields(element, path);
    }

    /// <summary>Path of a field of this object.</summary>
    public string PathOf(string name) => Join(_path, name);

    /// <summary>A required number.</summary>
    public double Number(string name, NumberRange range) =>
        ReadNumber(Required(name, range.Text), PathOf(name), range);

    /// <summary>A number that may be absent or null.</summary>
    public double? OptionalNumber(string name, NumberRange range)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return ReadNumber(value, PathOf(name), range with { Text = range.Text + ", or null" });
    }

    /// <summary>A required text, one of a few.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        var expected = $"one of {string.Join(", ", allowed!)}";
        var value = Required(name, expected);
        if (value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!)) return value.GetString()!;
        throw new InputException(PathOf(name), $"is {Describe(value)}; must be {expected}");
    }

    /// <summary>An object, or null where it is absent or null.</summary>
    public JsonFields? OptionalObject(string name, params ReadOnlySpan<string> known) =>
        Given(name) is { } value ? Open(value, PathOf(name), known) : null;

    /// <summary>A text, one of a few, or null where it is absent or null.</summary>
    public string? OptionalOneOf(string name, params ReadOnlySpan<string> allowed) => Given(name) is null ? null : OneOf(name, allowed);

    /// <summary>True or false; false where it is absent or null.</summary>
    public bool Flag(string name) => Given(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { } value => throw new InputException(PathOf(name), $"is {Describe(value)}; must be true or false"),
    };

    /// <summary>A required array of one or more elements.</summary>
    public IReadOnlyList<JsonElement> Array(string name)
    {
        const string expected = "an array of one or more elements";
        var value = Required(name, expected);
        if (value.ValueKind != JsonValueKind.Array) throw new InputException(PathOf(name), $"is {Describe(value)}; must be {expected}");
        if (value.GetArrayLength() == 0) throw new InputException(PathOf(name), $"is empty; must be {expected}");
        return [.. value.EnumerateArray()];
    }

    /// <summary>A required array of finite numbers, one or more.</summary>
    public double[] Numbers(string name) => Numbers(name, NumberRange.Finite);

    /// <summary>A required array of numbers of a range, one or more.</summary>
    public double[] Numbers(string name, NumberRange range)
    {
        var elements = Array(name);
        var values = new double[elements.Count];
        for (var i = 0; i < values.Length; i++) values[i] = ReadNumber(elements[i], $"{PathOf(name)}[{i}]", range);
        return values;
    }

    /// <summary>A required array of arrays of numbers, all of one length.</summary>
    /// <returns>Row-major, and the length of a row.</returns>
    public (double[] Values, int Columns) Matrix(string name, int rows, string expected, NumberRange range)
    {
        var elements = Array(name);
        if (elements.Count != rows) throw new InputException(PathOf(name), $"has {elements.Count} rows; must have {rows}, {expected}");
        double[] values = [];
        var columns = 0;
        for (var i = 0; i < rows; i++)
        {
            var path = $"{PathOf(name)}[{i}]";
            if (elements[i].ValueKind != JsonValueKind.Array || elements[i].GetArrayLength() == 0)
                throw new InputException(path, $"is {Describe(elements[i])}; must be an array of one or more numbers");
            if (i == 0) (columns, values) = (elements[i].GetArrayLength(), new double[rows * elements[i].GetArrayLength()]);
            else if (elements[i].GetArrayLength() != columns)
                throw new InputException(path, $"has {elements[i].GetArrayLength()} numbers; must have {columns}, as the first row has");
            var k = 0;
            foreach (var value in elements[i].EnumerateArray())
            {
                values[i * columns + k] = ReadNumber(value, $"{path}[{k}]", range);
                k++;
            }
        }
        return (values, columns);
    }

    private JsonElement? Given(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private JsonElement Required(string name, string expected) =>
        _object.TryGetProperty(name, out var value) ? value : throw new InputException(PathOf(name), $"is missing; must be {expected}");

    private static double ReadNumber(JsonElement value, string path, NumberRange range)
    {
        if (value.ValueKind != JsonValueKind.Number) throw new InputException(path, $"is {Describe(value)}; must be {range.Text}");
        var number = value.GetDouble();
        if (!double.IsFinite(number) || !range.Contains(number)) throw new InputException(path, $"is {Describe(value)}; must be {range.Text}");
        return number;
    }

    private static string Describe(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String when value.GetString() is "NaN" or "Infinity" or "-Infinity" => value.GetString()!,
            _ => value.GetRawText(),
        };
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "...");
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
