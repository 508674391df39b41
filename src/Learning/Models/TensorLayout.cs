using System.Text.Json;

namespace Diten.Learning.Models;

/// <summary>Names and shapes of a model's tensors in the order of its flat parameters, as a line of JSON: <c>{"0.weight":[10,784],"0.bias":[10]}</c>.</summary>
public static class TensorLayout
{
    /// <summary>Longest line, characters.</summary>
    public const int Longest = 65_536;

    /// <summary>Writes the line.</summary>
    /// <param name="blocks">Where each tensor lies, in order.</param>
    public static string Write(IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return JsonSerializer.Serialize(blocks.ToDictionary(block => block.Name, block => block.Shape, StringComparer.Ordinal));
    }

    /// <summary>Reads the line.</summary>
    /// <param name="line">As <see cref="Write"/> gives it.</param>
    /// <exception cref="ArgumentException">It is none; the message says why.</exception>
    public static IReadOnlyList<ParameterBlock> Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Length > Longest) throw new ArgumentException($"the names and shapes of the tensors have {line.Length} characters, at most {Longest} can be", nameof(line));
        try
        {
            using var document = JsonDocument.Parse(line);
            var blocks = new List<ParameterBlock>();
            foreach (var tensor in document.RootElement.EnumerateObject())
            {
                int[] shape = [.. tensor.Value.EnumerateArray().Select(n => n.GetInt32())];
                if (Array.Exists(shape, n => n < 1)) throw new ArgumentException($"tensor '{tensor.Name}' is [{string.Join(", ", shape)}]; all must be 1 or more", nameof(line));
                if (blocks.Exists(block => block.Name == tensor.Name)) throw new ArgumentException($"tensor '{tensor.Name}' is there twice", nameof(line));
                var offset = blocks.Count == 0 ? 0 : checked(blocks[^1].Offset + blocks[^1].Count);
                blocks.Add(new ParameterBlock(0, tensor.Name, shape, offset, shape.Aggregate(1, (product, n) => checked(product * n))));
            }

            if (blocks.Count > 0) _ = checked(blocks[^1].Offset + blocks[^1].Count);
            return blocks;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new ArgumentException($"the names and shapes of the tensors are not as {{\"one.weight\":[3,64],\"one.bias\":[3]}}: {e.Message}", nameof(line), e);
        }
    }
}
