using System.Buffers.Binary;
using System.Numerics;

namespace Diten.Grains.Placement;

/// <summary>
/// home(station): the silo on which a station and its twins live. Rendezvous hashing: every silo has a score for the station, the
/// highest wins. Every silo computes it alone and agrees with the others as soon as they know of the same silos; a silo that
/// joins or leaves moves only the stations that it wins or held. A grain that follows moves to ever higher scores, so it cannot
/// go round in a circle however much the silos' views of the cluster differ.
/// </summary>
internal static class StationHome
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The silo with the highest score; ties go to the smaller address.</summary>
    /// <param name="station">Station id.</param>
    /// <param name="silos">Silos that can host it, 1 or more, in any order.</param>
    /// <exception cref="ArgumentException">There is no silo.</exception>
    public static SiloAddress Of(string station, ReadOnlySpan<SiloAddress> silos)
    {
        if (silos.IsEmpty) throw new ArgumentException("no silo can host the station", nameof(silos));
        var hash = Hash(station);
        var best = silos[0];
        var bestScore = Score(hash, best);
        foreach (var silo in silos[1..])
        {
            var score = Score(hash, silo);
            if (score < bestScore || (score == bestScore && silo.CompareTo(best) >= 0)) continue;
            (best, bestScore) = (silo, score);
        }

        return best;
    }

    /// <summary>The station that a key of a station's grain belongs to: what stands before the first slash.</summary>
    public static string OfKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }

    /// <summary>FNV-1a over UTF-16 units: the same on every machine and in every version.</summary>
    internal static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = Basis;
        foreach (var unit in text) hash = (hash ^ unit) * Prime;
        return hash;
    }

    /// <summary>By address and port, not by generation: a silo that restarts where it was gets back what it had.</summary>
    private static ulong Score(ulong station, SiloAddress silo)
    {
        Span<byte> address = stackalloc byte[16 + sizeof(int)];
        if (!silo.Endpoint.Address.TryWriteBytes(address, out var length)) throw new InvalidOperationException("an address of more than 16 bytes");
        BinaryPrimitives.WriteInt32LittleEndian(address[length..], silo.Endpoint.Port);
        var hash = Basis;
        foreach (var part in address[..(length + sizeof(int))]) hash = (hash ^ part) * Prime;
        return Mix(station ^ BitOperations.RotateLeft(Mix(hash), 32));
    }

    /// <summary>Spreads every input bit over the whole word (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
