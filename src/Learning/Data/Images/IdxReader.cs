using System.Buffers.Binary;
using System.IO.Compression;

namespace Diten.Learning.Data.Images;

/// <summary>
/// Reads IDX files (big-endian header, then bytes), plain or gzip; which of the two is seen from the first two bytes,
/// not from the name. Every error is an <see cref="InvalidDataException"/> that names the file and what was expected.
/// </summary>
internal static class IdxReader
{
    /// <summary>Magic number of unsigned bytes in three dimensions: images.</summary>
    public const int ImagesMagic = 0x00000803;

    /// <summary>Magic number of unsigned bytes in one dimension: labels.</summary>
    public const int LabelsMagic = 0x00000801;

    /// <summary>Reads images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">At most so many images, from the front; the rest of the file is then not read.</param>
    public static PixelBuffer Images(string path, int most = int.MaxValue) => Read(path, stream =>
    {
        Span<byte> header = stackalloc byte[16];
        ReadHeader(stream, header, path, ImagesMagic, "images");
        var (count, rows, columns) = (Field(header, 4), Field(header, 8), Field(header, 12));
        if (count < 1 || rows < 1 || columns < 1)
            throw Bad(path, $"header says {count} images of {rows} × {columns}; expected 1 or more of each");
        var taken = Math.Min(count, most);
        if ((long)taken * rows > PixelBuffer.MaximumPixels / columns)
            throw Bad(path, $"{taken} images of {rows} × {columns} are more than the {PixelBuffer.MaximumPixels} pixels that fit in memory");
        var buffer = new PixelBuffer(taken, rows, columns);
        ReadBody(stream, buffer.Bytes, path, whole: taken == count);
        return buffer;
    });

    /// <summary>Reads labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">Labels must be 0..classes−1.</param>
    /// <param name="most">At most so many labels, from the front.</param>
    /// <param name="inFile">The number of labels that the header gives.</param>
    public static int[] Labels(string path, int classes, int most, out int inFile)
    {
        var (labels, count) = Read(path, stream =>
        {
            Span<byte> header = stackalloc byte[8];
            ReadHeader(stream, header, path, LabelsMagic, "labels");
            var count = Field(header, 4);
            if (count < 1) throw Bad(path, $"header says {count} labels; expected 1 or more");
            var bytes = new byte[Math.Min(count, most)];
            ReadBody(stream, bytes, path, whole: bytes.Length == count);
            return (bytes, count);
        });
        inFile = count;
        var result = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes) throw Bad(path, $"label {labels[i]} at index {i}; expected 0 to {classes - 1}");
            result[i] = labels[i];
        }

        return result;
    }

    /// <summary>The number of images in a file, read from its header alone.</summary>
    public static int CountImages(string path) => Read(path, stream =>
    {
        Span<byte> header = stackalloc byte[16];
        ReadHeader(stream, header, path, ImagesMagic, "images");
        return Field(header, 4);
    });

    private static T Read<T>(string path, Func<Stream, T> body)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        if (!zipped)
        {
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw Bad(path, "the name ends in .gz, but the content does not start with the gzip mark 1f 8b");
            return body(file);
        }

        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            return body(gzip);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the gzip stream is damaged ({e.Message})", e);
        }
    }

    private static void ReadHeader(Stream stream, Span<byte> header, string path, int magic, string what)
    {
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got >= 4 && Field(header, 0) != magic)
            throw Bad(path, $"magic number 0x{Field(header, 0):x8}; expected 0x{magic:x8} (IDX {what})");
        if (got < header.Length) throw Bad(path, $"truncated: {got} bytes; expected a header of {header.Length}");
    }

    private static void ReadBody(Stream stream, Span<byte> body, string path, bool whole)
    {
        var got = stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false);
        if (got < body.Length) throw Bad(path, $"truncated: {got} bytes after the header; expected {body.Length}");
        // One more read reaches the gzip trailer, and with it the check of its CRC.
        if (whole && stream.ReadByte() >= 0) throw Bad(path, $"more than the {body.Length} bytes that the header announces");
    }

    private static int Field(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadInt32BigEndian(header[offset..]);

    private static InvalidDataException Bad(string path, string what) => new($"{path}: {what}");
}
