using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Diten.Interfaces.Models;

/// <summary>Parameters as little-endian single floats, and their SHA-256.</summary>
public static class ParameterBytes
{
    /// <summary>Bytes of a parameter.</summary>
    public const int PerParameter = sizeof(float);

    /// <summary>The bytes of parameters, copied.</summary>
    public static byte[] Of(ReadOnlySpan<float> parameters)
    {
        RequireLittleEndian();
        return MemoryMarshal.AsBytes(parameters).ToArray();
    }

    /// <summary>The parameters in bytes, copied.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of 4.</exception>
    public static float[] ToFloats(ReadOnlySpan<byte> bytes)
    {
        RequireWhole(bytes.Length);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    /// <summary>The parameters in bytes, the same memory; the bytes must not change while it is used.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of 4.</exception>
    public static ReadOnlyMemory<float> View(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        RequireWhole(bytes.Length);
        return new FloatView(bytes).Memory;
    }

    /// <summary>SHA-256, hex in lower case.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static void RequireWhole(int length)
    {
        RequireLittleEndian();
        if (length % PerParameter != 0) throw new ArgumentException($"{length} bytes are no whole number of parameters of {PerParameter} bytes", nameof(length));
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("parameters are kept in the byte order of the machine, which must be little-endian");
    }

    /// <summary>Arrays begin at an address that suits any element, so the bytes may be read as floats where they are.</summary>
    private sealed class FloatView(byte[] bytes) : MemoryManager<float>
    {
        public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(bytes.AsSpan());

        public override MemoryHandle Pin(int elementIndex = 0) => bytes.AsMemory(elementIndex * PerParameter).Pin();

        public override void Unpin()
        {
            // The handle of Pin unpins by itself.
        }

        protected override void Dispose(bool disposing)
        {
            // The array is the collector's.
        }
    }
}
