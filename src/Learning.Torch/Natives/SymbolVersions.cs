using System.Buffers.Binary;
using System.Text;

namespace Diten.Learning.Torch.Natives;

/// <summary>
/// Symbol versions that a shared library (ELF, 64 bit, little-endian) demands of others. A library that was linked against a
/// newer libstdc++ demands the newer version even if all it names of it is a symbol that nothing refers to, as
/// <c>std::ios_base_library_init()</c> of GCC 13: there the demand can be marked weak, which the loader then does not insist on.
/// </summary>
internal static class SymbolVersions
{
    private const int Relocations = 4;
    private const int DynamicSymbols = 11;
    private const uint Versions = 0x6fffffff;
    private const uint Demands = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Marks the demand of a version weak.</summary>
    /// <param name="library">The library's file; changed.</param>
    /// <param name="version">The version, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>False, and nothing is changed, if it is not such a library or a symbol of that version is referred to.</returns>
    public static bool Relax(Span<byte> library, string version)
    {
        try
        {
            if (!library.StartsWith("\x7f"u8) || library[4] != 2 || library[5] != 1) return false;
            var sections = Sections(library);
            var flags = -1;
            ushort index = 0;
            foreach (var section in sections.Where(s => s.Type == Demands))
                (flags, index) = Find(library, section, sections[(int)section.Link], version);
            if (flags < 0 || IsReferredTo(library, sections, index)) return false;
            library[flags] |= (byte)Weak;
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // A file that points beyond its end.
            return false;
        }
    }

    private static Section[] Sections(ReadOnlySpan<byte> library)
    {
        var at = (int)BinaryPrimitives.ReadUInt64LittleEndian(library[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(library[0x3A..]);
        var sections = new Section[BinaryPrimitives.ReadUInt16LittleEndian(library[0x3C..])];
        for (var s = 0; s < sections.Length; s++)
        {
            var head = library[(at + (s * size))..];
            sections[s] = new Section(
                BinaryPrimitives.ReadUInt32LittleEndian(head[4..]), (int)BinaryPrimitives.ReadUInt64LittleEndian(head[0x18..]),
                (int)BinaryPrimitives.ReadUInt64LittleEndian(head[0x20..]), BinaryPrimitives.ReadUInt32LittleEndian(head[0x28..]));
        }
        return sections;
    }

    // Where the flags of the demand lie, and the index that symbols of the version carry.
    private static (int Flags, ushort Index) Find(ReadOnlySpan<byte> library, Section demands, Section names, string version)
    {
        for (var of = demands.Offset; ;)
        {
            var aux = of + (int)BinaryPrimitives.ReadUInt32LittleEndian(library[(of + 8)..]);
            for (int count = BinaryPrimitives.ReadUInt16LittleEndian(library[(of + 2)..]); count > 0; count--)
            {
                var name = library[(names.Offset + (int)BinaryPrimitives.ReadUInt32LittleEndian(library[(aux + 8)..]))..];
                if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == version)
                    return (aux + 4, BinaryPrimitives.ReadUInt16LittleEndian(library[(aux + 6)..]));
                aux += (int)BinaryPrimitives.ReadUInt32LittleEndian(library[(aux + 12)..]);
            }
            var next = (int)BinaryPrimitives.ReadUInt32LittleEndian(library[(of + 12)..]);
            if (next == 0) return (-1, 0);
            of += next;
        }
    }

    private static bool IsReferredTo(ReadOnlySpan<byte> library, Section[] sections, ushort version)
    {
        var versions = sections.Single(s => s.Type == Versions);
        foreach (var section in sections.Where(s => s.Type == Relocations && sections[(int)s.Link].Type == DynamicSymbols))
        {
            for (var at = section.Offset; at < section.Offset + section.Size; at += 24)
            {
                var symbol = (int)BinaryPrimitives.ReadUInt32LittleEndian(library[(at + 12)..]);
                if (symbol != 0 && (BinaryPrimitives.ReadUInt16LittleEndian(library[(versions.Offset + (2 * symbol))..]) & 0x7fff) == version) return true;
            }
        }
        return false;
    }

    private readonly record struct Section(uint Type, int Offset, int Size, uint Link);
}
