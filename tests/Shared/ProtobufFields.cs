using System.Buffers.Binary;

namespace Diten.Tests;

/// <summary>The fields of one protobuf message, by number: as much of the format as OTLP uses.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Number, ReadOnlyMemory<byte> Bytes, ulong Value)> _fields = [];

    public ProtobufFields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var (number, wire) = ((int)(tag >> 3), (int)(tag & 7));
            switch (wire)
            {
                case 0:
                    _fields.Add((number, default, Varint(message.Span, ref at)));
                    break;
                case 1:
                    _fields.Add((number, message.Slice(at, 8), BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    _fields.Add((number, message.Slice(at, length), 0));
                    at += length;
                    break;
                case 5:
                    _fields.Add((number, message.Slice(at, 4), BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..])));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {wire} of field {number}");
            }
        }
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    /// <summary>The messages in a repeated field.</summary>
    public IEnumerable<ProtobufFields> All(int number) => _fields.FindAll(field => field.Number == number).Select(field => new ProtobufFields(field.Bytes));

    /// <summary>The message in a field; an empty one if it is not there.</summary>
    public ProtobufFields One(int number) => new(Field(number).Bytes);

    public string Text(int number) => System.Text.Encoding.UTF8.GetString(Field(number).Bytes.Span);

    public string Hex(int number) => Convert.ToHexStringLower(Field(number).Bytes.Span);

    public ulong Number(int number) => Field(number).Value;

    public double Real(int number) => BitConverter.UInt64BitsToDouble(Field(number).Value);

    /// <summary>The numbers of 8 bytes in a repeated field, packed or not.</summary>
    public IEnumerable<ulong> Fixed(int number) => _fields.FindAll(field => field.Number == number)
        .SelectMany(field => Enumerable.Range(0, field.Bytes.Length / 8).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(field.Bytes.Span[(8 * i)..])));

    private (int Number, ReadOnlyMemory<byte> Bytes, ulong Value) Field(int number) => _fields.FindLast(field => field.Number == number);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
    }
}
