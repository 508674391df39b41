using System.Runtime.InteropServices;
using Diten.Interfaces.Stations;

namespace Diten.Chaos.Tests.Load;

/// <summary>
/// Models that say who sent them: device k's has 1 at k and its update's sequence number at K + k. With the weights D_k/ΣD the
/// aggregate then holds at k the weight that device k had in it, and at K + k that weight times the sequence number.
/// </summary>
internal static class ModelCodec
{
    /// <summary>K: most devices of a station.</summary>
    public const int Slots = 20;

    private const int Features = 9;
    private const int Parameters = (Features + 1) * 10;

    /// <summary>A station that everyone takes part in.</summary>
    public static StationSettingsMessage Settings(int devices, double uploadSeconds) => new()
    {
        Model = "softmax",
        Parameters = Parameters,
        Features = Features,
        Participants = 0,
        Aggregation = "samples",
        Allocator = "equal-share",
        Subcarriers = 64,
        StalenessCap = null,
        OfferSeconds = 2,
        UploadSeconds = uploadSeconds,
        StartAt = devices,
        Dataset = "sequence numbers",
    };

    public static byte[] Encode(int slot, long sequence)
    {
        var parameters = new float[Parameters];
        (parameters[slot], parameters[Slots + slot]) = (1, sequence);
        return MemoryMarshal.AsBytes(parameters.AsSpan()).ToArray();
    }

    /// <summary>Weight of each device in an aggregate, and the sequence number of its update.</summary>
    public static IReadOnlyDictionary<int, (double Weight, double Sequence)> Decode(ReadOnlySpan<byte> bytes)
    {
        var parameters = MemoryMarshal.Cast<byte, float>(bytes);
        var found = new Dictionary<int, (double, double)>();
        for (var slot = 0; slot < Slots; slot++)
        {
            if (parameters[slot] != 0) found[slot] = (parameters[slot], parameters[Slots + slot] / (double)parameters[slot]);
        }

        return found;
    }
}
