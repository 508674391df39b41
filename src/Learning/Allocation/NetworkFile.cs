using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Diten.Learning.Allocation;

/// <summary>
/// A trained network as a file, little-endian: "DITENNET", version, length of the shape's name, the name (UTF-8), number of
/// parameters, the parameters (32-bit floats), and SHA-256 of all before it.
/// </summary>
public static class NetworkFile
{
    /// <summary>The version written, and the newest that is read.</summary>
    public const int Version = 1;

    private const int Head = 16;
    private const int LongestShape = 256;
    private static ReadOnlySpan<byte> Magic => "DITENNET"u8;

    /// <summary>Writes a network.</summary>
    /// <param name="network">Its shape and parameters are written.</param>
    public static byte[] Write(IPolicyNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var shape = Encoding.UTF8.GetBytes(network.Shape);
        var bytes = new byte[Head + shape.Length + 4 + (4 * network.Parameters.Length) + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), shape.Length);
        shape.CopyTo(bytes, Head);
        var at = Head + shape.Length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), network.Parameters.Length);
        foreach (var p in network.Parameters) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at += 4), p);
        SHA256.HashData(bytes.AsSpan(0, at + 4), bytes.AsSpan(at + 4));
        return bytes;
    }

    /// <summary>Reads parameters into a network of the same shape.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="network">Receives the parameters; unchanged if the file is refused.</param>
    /// <exception cref="InvalidDataException">The file is foreign, newer, damaged or of another shape; the message says which.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, IPolicyNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (bytes.Length < Magic.Length || !bytes.StartsWith(Magic))
            throw new InvalidDataException("not a trained network of DITEN: it does not begin with DITENNET");
        if (bytes.Length < Head + 4 + SHA256.HashSizeInBytes) throw Damaged("it is cut short");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version > Version) throw new InvalidDataException($"the network file has version {version}, this program reads up to {Version}: update the program or train anew");
        if (version < 1) throw Damaged($"its version is {version}");
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (!SHA256.HashData(bytes[..end]).AsSpan().SequenceEqual(bytes[end..])) throw Damaged("its checksum does not match");
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (length is < 0 or > LongestShape || Head + length + 4 > end) throw Damaged($"its shape would be {length} bytes long");
        var shape = Encoding.UTF8.GetString(bytes.Slice(Head, length));
        if (shape != network.Shape) throw new InvalidDataException($"the network file holds a network {shape}, expected {network.Shape}");
        var body = bytes[(Head + length)..end];
        var count = BinaryPrimitives.ReadInt32LittleEndian(body);
        if (count != network.Parameters.Length || body.Length != 4 + (4L * count))
            throw Damaged($"it holds {count} parameters in {body.Length - 4} bytes, expected {network.Parameters.Length}");
        var parameters = new float[count];
        for (var p = 0; p < count; p++)
        {
            parameters[p] = BinaryPrimitives.ReadSingleLittleEndian(body[(4 + (4 * p))..]);
            if (!float.IsFinite(parameters[p])) throw Damaged($"parameter {p} is not finite");
        }
        parameters.CopyTo(network.Parameters, 0);
    }

    private static InvalidDataException Damaged(string how) => new($"the network file is damaged: {how}");
}
