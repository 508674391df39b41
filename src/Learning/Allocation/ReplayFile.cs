using System.IO.Compression;
using System.Runtime.InteropServices;
using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>
/// Remembered states as a file: "DITENRPL", version, number of states, and compressed, little-endian, the states one after the
/// other. Equal values in a row are written once, since a coherence block has one rate and an owner many subcarriers.
/// </summary>
public static class ReplayFile
{
    /// <summary>The version written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>States with more rates than this, N × C0, are left out: a damaged file cannot ask for any amount of memory.</summary>
    public const int MostRates = 10_000_000;

    private static ReadOnlySpan<byte> Magic => "DITENRPL"u8;

    /// <summary>Writes states.</summary>
    /// <param name="remembered">From the oldest to the newest.</param>
    public static byte[] Write(IReadOnlyList<(long Id, AllocationState State, int[] Owner)> remembered)
    {
        ArgumentNullException.ThrowIfNull(remembered);
        var states = remembered.Where(entry => (long)entry.State.Problem.Devices * entry.State.Problem.Subcarriers <= MostRates).ToArray();
        using var file = new MemoryStream();
        using (var head = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            head.Write(Magic);
            head.Write(Version);
            head.Write(states.Length);
        }

        // All at once: what comes in pieces the compressor takes for unrelated pieces.
        using (var compressed = new BrotliStream(file, CompressionLevel.Optimal, leaveOpen: true)) compressed.Write(Body(states));
        return file.ToArray();
    }

    /// <summary>Reads states.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">The file is foreign, newer or damaged; the message says which.</exception>
    public static IReadOnlyList<(long Id, AllocationState State, int[] Owner)> Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.AsSpan().StartsWith(Magic)) throw new InvalidDataException("no remembered states of DITEN: the file does not begin with DITENRPL");
        try
        {
            using var all = new BinaryReader(new MemoryStream(file, Magic.Length, file.Length - Magic.Length, writable: false));
            var version = all.ReadInt32();
            if (version != Version) throw new InvalidDataException($"the file of remembered states has version {version}, this program reads {Version}");
            var states = new (long, AllocationState, int[])[Bounded(all.ReadInt32(), 1_000_000)];
            using var body = new BinaryReader(new BrotliStream(all.BaseStream, CompressionMode.Decompress));
            for (var s = 0; s < states.Length; s++) states[s] = ReadState(body);
            return states;
        }
        catch (Exception wrong) when (wrong is EndOfStreamException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"the file of remembered states is damaged: {wrong.Message}", wrong);
        }
    }

    private static byte[] Body((long Id, AllocationState State, int[] Owner)[] states)
    {
        using var bytes = new MemoryStream();
        using var body = new BinaryWriter(bytes);
        foreach (var (id, state, owner) in states)
        {
            var problem = state.Problem;
            body.Write(id);
            body.Write(problem.Devices);
            body.Write(problem.Subcarriers);
            body.Write(problem.MostPerDevice);
            WriteRuns(body, problem.ComputeSeconds);
            WriteRuns(body, problem.Bits);
            for (var i = 0; i < problem.Devices; i++) WriteRuns(body, problem.RatesOf(i));
            body.Write(state.Previous is not null);
            if (state.Previous is { } previous) WriteRuns<int>(body, [.. previous]);
            WriteRuns<int>(body, owner);
        }

        return bytes.ToArray();
    }

    private static (long Id, AllocationState State, int[] Owner) ReadState(BinaryReader body)
    {
        var id = body.ReadInt64();
        var (devices, subcarriers, most) = (Bounded(body.ReadInt32(), MostRates), Bounded(body.ReadInt32(), MostRates), body.ReadInt32());
        var (compute, bits, rates) = (new double[devices], new double[devices], new double[Bounded((long)devices * subcarriers, MostRates)]);
        ReadRuns<double>(body, compute);
        ReadRuns<double>(body, bits);
        for (var i = 0; i < devices; i++) ReadRuns(body, rates.AsSpan(i * subcarriers, subcarriers));
        var (previous, owner) = (body.ReadBoolean() ? new int[subcarriers] : null, new int[subcarriers]);
        if (previous is not null) ReadRuns<int>(body, previous);
        ReadRuns<int>(body, owner);
        return (id, new AllocationState(new AllocationProblem(compute, bits, rates, subcarriers) { MostPerDevice = most }, previous), owner);
    }

    private static int Bounded(long value, int most) => value >= 0 && value <= most ? (int)value : throw new InvalidDataException($"the file of remembered states is damaged: {value} values");

    private static void WriteRuns<T>(BinaryWriter body, ReadOnlySpan<T> values)
        where T : unmanaged, IEquatable<T>
    {
        for (var begin = 0; begin < values.Length;)
        {
            var length = values[begin..].IndexOfAnyExcept(values[begin]) is var other && other < 0 ? values.Length - begin : other;
            body.Write7BitEncodedInt(length);
            body.Write(MemoryMarshal.AsBytes(values.Slice(begin, 1)));
            begin += length;
        }
    }

    private static void ReadRuns<T>(BinaryReader body, Span<T> values)
        where T : unmanaged
    {
        Span<T> value = stackalloc T[1];
        for (var begin = 0; begin < values.Length;)
        {
            var length = body.Read7BitEncodedInt();
            if (length < 1 || length > values.Length - begin) throw new InvalidDataException($"the file of remembered states is damaged: {length} equal values where {values.Length - begin} are left");
            body.BaseStream.ReadExactly(MemoryMarshal.AsBytes(value));
            values.Slice(begin, length).Fill(value[0]);
            begin += length;
        }
    }
}
