using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests.Load;

/// <summary>Reports whose values are their sequence numbers, so that the history shows what was applied and how often.</summary>
internal static class ReportCodec
{
    /// <summary>The reading that is in every report.</summary>
    public const string Last = "last";

    // A twin keeps 64 raw points of a reading: with 50 in each, all are kept.
    private const int PerReading = 50;

    /// <summary>The reading whose history has a sequence number.</summary>
    public static string ReadingOf(long sequence) => $"r{sequence / PerReading}";

    /// <summary>All readings up to a sequence number.</summary>
    public static IEnumerable<string> ReadingsUpTo(long sequence) => Enumerable.Range(0, (int)(sequence / PerReading) + 1).Select(i => $"r{i}");

    public static ReportMessage Encode(long sequence, DateTimeOffset at) =>
        new() { Sequence = sequence, At = at, Names = [Last, ReadingOf(sequence)], Values = [sequence, sequence] };
}
