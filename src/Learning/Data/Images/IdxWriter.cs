using System.Buffers.Binary;
using System.IO.Compression;

namespace Diten.Learning.Data.Images;

/// <summary>Writes IDX files as gzip; each appears under its name only when it is whole.</summary>
internal static class IdxWriter
{
    /// <summary>Writes images, row-major bytes.</summary>
    public static void Images(string path, PixelBuffer images)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(header, IdxReader.ImagesMagic);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], images.Count);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], images.Rows);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], images.Columns);
        Write(path, header, images.Bytes);
    }

    /// <summary>Writes labels, each 0..255.</summary>
    public static void Labels(string path, ReadOnlySpan<int> labels)
    {
        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(header, IdxReader.LabelsMagic);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], labels.Length);
        var bytes = new byte[labels.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = checked((byte)labels[i]);
        Write(path, header, bytes);
    }

    private static void Write(string path, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var part = path + ".part";
        using (var gzip = new GZipStream(File.Create(part), CompressionLevel.Optimal))
        {
            gzip.Write(header);
            gzip.Write(body);
        }

        File.Move(part, path, overwrite: true);
    }
}
