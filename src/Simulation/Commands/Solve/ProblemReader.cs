using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Diten.Simulation.Commands.Solve;

/// <summary>Reads a JSON problem from a file or from standard input.</summary>
internal static partial class ProblemReader
{
    /// <summary>Reads the whole text.</summary>
    /// <param name="file">A file's name; null or <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null or "-")
        {
            using var input = Console.OpenStandardInput();
            using var reader = new StreamReader(input, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException("file", $"'{file}' cannot be read; must be the name of a readable JSON file, or - for standard input");
        }
    }

    /// <summary>Parses the text as strict JSON; NaN and infinities are let through here so that the field they stand in can be named.</summary>
    /// <exception cref="InputException">Not JSON; the message says where.</exception>
    public static JsonElement Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InputException("input", "is empty; must be a JSON object");
        try
        {
            return JsonElement.Parse(QuoteNotANumber(text));
        }
        catch (JsonException e)
        {
            throw new InputException("input", $"is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; must be one JSON object");
        }
    }

    // Many programs write NaN as a bare word, which JSON does not know. Quoted, it fails as the value of its own field.
    private static string QuoteNotANumber(string text) =>
        text.Contains('N', StringComparison.Ordinal) || text.Contains('I', StringComparison.Ordinal)
            ? StringOrNotANumber().Replace(text, static match => match.Value[0] == '"' ? match.Value : $"\"{match.Value}\"")
            : text;

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|-?\\b(?:NaN|Infinity)\\b", RegexOptions.CultureInvariant | RegexOptions.Singleline, 2000)]
    private static partial Regex StringOrNotANumber();
}
