using System.Buffers.Binary;
using System.Security.Cryptography;
using Diten.Learning.Allocation;

namespace Diten.Learning.Tests.Allocation;

public sealed class NetworkFileTests
{
    private readonly PairNetwork _network = PairNetwork.Create(7);

    [Fact]
    public void What_was_written_is_read_bit_for_bit()
    {
        var bytes = NetworkFile.Write(_network);
        Assert.Equal(_network.Parameters, TrainedNetwork.Of(bytes).Parameters);
        Assert.InRange(bytes.Length, 1, 10_000);
    }

    [Fact]
    public void Every_flipped_byte_is_noticed()
    {
        var bytes = NetworkFile.Write(_network);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => TrainedNetwork.Of(bytes));
            bytes[at] ^= 0x40;
        }
    }

    [Fact]
    public void Every_refusal_says_why()
    {
        var bytes = NetworkFile.Write(_network);
        Refused("does not begin with DITENNET", [1, 2, 3]);
        Refused("cut short", bytes[..20]);
        Refused("checksum", bytes[..^1]);
        Refused("version 2, this program reads up to 1", Signed(bytes, b => BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(8), 2)));
        Refused("holds a network mlp-5x10", NetworkFile.Write(MlpPolicy.Create(5, 10, 4, 1)));
        Refused("is not finite", Signed(bytes, b => BinaryPrimitives.WriteSingleLittleEndian(b.AsSpan(b.Length - 36), float.NaN)));
    }

    [Fact]
    public void A_refused_file_changes_nothing()
    {
        var network = PairNetwork.Create(3);
        var bad = Signed(NetworkFile.Write(_network), b => BinaryPrimitives.WriteSingleLittleEndian(b.AsSpan(b.Length - 36), float.NaN));
        Assert.Throws<InvalidDataException>(() => NetworkFile.Read(bad, network));
        Assert.Equal(PairNetwork.Create(3).Parameters, network.Parameters);
    }

    private static void Refused(string why, byte[] bytes) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => TrainedNetwork.Of(bytes)).Message, StringComparison.Ordinal);

    // A change with a checksum that fits it.
    private static byte[] Signed(byte[] bytes, Action<byte[]> change)
    {
        byte[] copy = [.. bytes];
        change(copy);
        SHA256.HashData(copy.AsSpan(..^32), copy.AsSpan(^32..));
        return copy;
    }
}
