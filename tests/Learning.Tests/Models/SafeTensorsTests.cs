using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Diten.Learning.Models;

namespace Diten.Learning.Tests.Models;

public sealed class SafeTensorsTests
{
    private const string Python = """
        import json, struct, sys
        data = open(sys.argv[1], "rb").read()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8:8 + length])
        body = data[8 + length:]
        for name, tensor in header.items():
            if name == "__metadata__":
                print("meta", tensor["model"])
                continue
            begin, end = tensor["data_offsets"]
            values = struct.unpack("<%df" % ((end - begin) // 4), body[begin:end])
            print(name, tensor["dtype"], "x".join(map(str, tensor["shape"])), "%.9g %.9g" % (values[0], values[-1]))
        """;

    private static readonly IReadOnlyList<ParameterBlock> s_blocks = LearnerFactory.Create("lenet5").Blocks;
    private static readonly float[] s_parameters = LearnerFactory.Create("lenet5").Parameters(3);
    private static readonly byte[] s_file = SafeTensors.Write(s_blocks, s_parameters, new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "lenet5" });

    [Fact]
    public void What_is_written_is_read_for_every_model()
    {
        Assert.Equal(s_parameters, SafeTensors.Read(s_file, s_blocks));
        foreach (var name in new[] { "softmax", "mlp", "mcmahan-cnn" })
        {
            var learner = LearnerFactory.Create(name);
            var parameters = learner.Parameters(1);
            Assert.Equal(parameters, SafeTensors.Read(SafeTensors.Write(learner.Blocks, parameters), learner.Blocks));
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        // Written by hand from the format's description; the tensors stand in another order than the model's.
        const string Header = """{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"by":"hand"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}""";
        byte[] file = [.. BitConverter.GetBytes((ulong)Header.Length), .. Encoding.UTF8.GetBytes(Header), .. Floats(1, 2, 3, 4)];
        ParameterBlock[] blocks = [new(0, "a", [1, 2], 0, 2), new(0, "b", [2], 2, 2)];
        Assert.Equal([3, 4, 1, 2], SafeTensors.Read(file, blocks));

        var written = SafeTensors.Write(blocks, [3, 4, 1, 2]);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(written);
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", Encoding.UTF8.GetString(written, 8, length).TrimEnd());
        Assert.Equal(Floats(3, 4, 1, 2), written[(8 + length)..]);
    }

    [PythonFact]
    public async Task Python_reads_the_same_names_shapes_and_values()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, s_file);
            using var process = Process.Start(new ProcessStartInfo(PythonFactAttribute.Name, ["-c", Python, file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(["meta lenet5", .. s_blocks.Select(Line)], lines, StringComparer.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        static string Line(ParameterBlock block) => string.Create(
            CultureInfo.InvariantCulture,
            $"{block.Name} F32 {string.Join('x', block.Shape)} {PythonText(s_parameters[block.Offset])} {PythonText(s_parameters[block.Offset + block.Count - 1])}");
    }

    [Fact]
    public void A_damaged_file_is_refused_whatever_byte_is_missing()
    {
        for (var length = 0; length < s_file.Length; length = length < 1100 ? length + 1 : length + 9973)
            Assert.Throws<InvalidDataException>(() => SafeTensors.Read(s_file.AsSpan(0, length), s_blocks));
        Refused("damaged: its header would have", file => BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue));
        Refused("damaged", file => file[8] = (byte)'[');
        Refused("is F16, expected F32", file => Replace(file, "\"F32\"", "\"F16\""));
        Refused("is [6, 1, 5, 6], expected [6, 1, 5, 5]", file => Replace(file, "[6,1,5,5]", "[6,1,5,6]"));
        Refused("gap or an overlap", file => Replace(file, "[600,624]", "[576,600]"));
        Refused("would lie at", file => Replace(file, "[600,624]", "[600,625]"));
        Refused("no tensor '0.weighs'", file => Replace(file, "0.weight", "0.weighs"));
        Refused("value 0 of tensor '0.weight' of the safetensors file is not finite", file => BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file)), float.NaN));
    }

    private static void Refused(string message, Action<byte[]> damage)
    {
        var file = (byte[])s_file.Clone();
        damage(file);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SafeTensors.Read(file, s_blocks)).Message, StringComparison.Ordinal);
    }

    private static void Replace(byte[] file, string from, string to)
    {
        var at = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        Assert.True(at > 0 && from.Length == to.Length);
        Encoding.UTF8.GetBytes(to).CopyTo(file, at);
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    // C's %.9g, which names a single-precision number exactly.
    private static string PythonText(float value)
    {
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs((double)value)));
        if (exponent >= -4) return ((double)value).ToString("0." + new string('#', 8 - exponent), CultureInfo.InvariantCulture);
        return ((double)value).ToString("0.########e-00", CultureInfo.InvariantCulture);
    }
}
