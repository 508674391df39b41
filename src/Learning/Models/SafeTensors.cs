using System.Buffers.Binary;
using System.Text.Json;

namespace Diten.Learning.Models;

/// <summary>
/// Parameters in the safetensors format, which PyTorch and others read without running code: 8 bytes with the length of the
/// header, little-endian; the header, JSON: for each tensor its dtype, shape and place; then the values. 32-bit floats only.
/// </summary>
public static class SafeTensors
{
    private const int Head = 8;
    private const string Metadata = "__metadata__";

    // As the format's own library has it.
    private const ulong LongestHeader = 100_000_000;

    /// <summary>Writes parameters.</summary>
    /// <param name="blocks">Names and shapes, in the order of the parameters.</param>
    /// <param name="parameters">P values.</param>
    /// <param name="metadata">Remarks for readers, for example the name of the model.</param>
    /// <exception cref="ArgumentException">Blocks and parameters do not fit each other.</exception>
    public static byte[] Write(IReadOnlyList<ParameterBlock> blocks, ReadOnlySpan<float> parameters, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Sum(block => (long)block.Count) != parameters.Length)
            throw new ArgumentException($"parameters has {parameters.Length} values, the blocks have {blocks.Sum(block => (long)block.Count)}", nameof(parameters));
        var header = Header(blocks, metadata);
        // The values begin at a multiple of 8; spaces fill up, as the format says.
        var padded = (header.Length + 7) & ~7;
        var file = new byte[Head + padded + (sizeof(float) * (long)parameters.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)padded);
        file.AsSpan(Head, padded).Fill((byte)' ');
        header.CopyTo(file, Head);
        var values = file.AsSpan(Head + padded);
        for (var p = 0; p < parameters.Length; p++) BinaryPrimitives.WriteSingleLittleEndian(values[(sizeof(float) * p)..], parameters[p]);
        return file;
    }

    /// <summary>Reads the parameters of a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="blocks">What the model has; the file has these tensors and no others, in any order.</param>
    /// <returns>P values in the order of the blocks.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model; the message says which.</exception>
    public static float[] Read(ReadOnlySpan<byte> file, IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (file.Length < Head) throw Damaged($"it has {file.Length} bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > LongestHeader || length > (ulong)(file.Length - Head)) throw Damaged($"its header would have {length} bytes, the file has {file.Length}");
        var places = Places(file.Slice(Head, (int)length));
        var values = file[(Head + (int)length)..];
        if (places.Keys.Except(blocks.Select(block => block.Name), StringComparer.Ordinal).FirstOrDefault() is { } foreign)
            throw new InvalidDataException($"the safetensors file is of another model: this one has no tensor '{foreign}'");
        var parameters = new float[blocks.Sum(block => block.Count)];
        foreach (var block in blocks)
        {
            if (!places.TryGetValue(block.Name, out var place)) throw new InvalidDataException($"the safetensors file is of another model: it has no tensor '{block.Name}'");
            Take(place, block, values, parameters.AsSpan(block.Offset, block.Count));
        }
        // Tensors that share values, or values that nobody has, make the sum differ or the places overlap.
        if (values.Length != sizeof(float) * (long)parameters.Length) throw Damaged($"it has {values.Length} bytes of values, expected {sizeof(float) * (long)parameters.Length}");
        RequireDistinct(places.Values);
        return parameters;
    }

    private static void Take(Place place, ParameterBlock block, ReadOnlySpan<byte> values, Span<float> into)
    {
        if (place.Type != "F32") throw new InvalidDataException($"tensor '{block.Name}' of the safetensors file is {place.Type}, expected F32");
        if (!place.Shape.SequenceEqual(block.Shape.Select(n => (long)n)))
            throw new InvalidDataException($"the safetensors file is of another model: its tensor '{block.Name}' is [{string.Join(", ", place.Shape)}], expected [{string.Join(", ", block.Shape)}]");
        if (place.Begin < 0 || place.End > values.Length || place.End - place.Begin != sizeof(float) * (long)block.Count)
            throw Damaged($"tensor '{block.Name}' would lie at {place.Begin} to {place.End} of {values.Length} bytes");
        var bytes = values[(int)place.Begin..(int)place.End];
        for (var p = 0; p < into.Length; p++)
        {
            into[p] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * p)..]);
            if (!float.IsFinite(into[p])) throw new InvalidDataException($"value {p} of tensor '{block.Name}' of the safetensors file is not finite");
        }
    }

    private static void RequireDistinct(IEnumerable<Place> places)
    {
        long end = 0;
        foreach (var place in places.OrderBy(place => place.Begin))
        {
            if (place.Begin != end) throw Damaged($"there is a gap or an overlap at byte {place.Begin} of the values");
            end = place.End;
        }
    }

    private static byte[] Header(IReadOnlyList<ParameterBlock> blocks, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal);
        if (metadata is { Count: > 0 }) header[Metadata] = metadata;
        foreach (var block in blocks)
        {
            var begin = sizeof(float) * (long)block.Offset;
            header.Add(block.Name, new { dtype = "F32", shape = block.Shape, data_offsets = new[] { begin, begin + (sizeof(float) * (long)block.Count) } });
        }
        return JsonSerializer.SerializeToUtf8Bytes(header);
    }

    private static Dictionary<string, Place> Places(ReadOnlySpan<byte> header)
    {
        try
        {
            var reader = new Utf8JsonReader(header);
            using var document = JsonDocument.ParseValue(ref reader);
            var places = new Dictionary<string, Place>(StringComparer.Ordinal);
            foreach (var entry in document.RootElement.EnumerateObject().Where(entry => entry.Name != Metadata))
            {
                var offsets = entry.Value.GetProperty("data_offsets");
                if (offsets.GetArrayLength() != 2) throw Damaged($"tensor '{entry.Name}' has {offsets.GetArrayLength()} offsets");
                var place = new Place(
                    entry.Value.GetProperty("dtype").GetString() ?? "", [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())],
                    offsets[0].GetInt64(), offsets[1].GetInt64());
                if (!places.TryAdd(entry.Name, place)) throw Damaged($"tensor '{entry.Name}' is there twice");
            }
            return places;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"the safetensors file is damaged, or is none: its header is not as the format wants it ({e.Message})", e);
        }
    }

    private static InvalidDataException Damaged(string how) => new($"the safetensors file is damaged: {how}");

    private sealed record Place(string Type, long[] Shape, long Begin, long End);
}
