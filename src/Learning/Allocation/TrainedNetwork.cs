namespace Diten.Learning.Allocation;

/// <summary>The network that comes with the program, so that <c>dnn</c> works at once.</summary>
public static class TrainedNetwork
{
    private const string Resource = "allocator.net";

    /// <summary>A copy of it.</summary>
    public static PairNetwork BuiltIn()
    {
        using var stream = typeof(TrainedNetwork).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Of(bytes);
    }

    /// <summary>A network from a file's bytes.</summary>
    /// <param name="bytes">As <see cref="NetworkFile"/> writes them.</param>
    /// <exception cref="InvalidDataException">They are refused; the message says why.</exception>
    public static PairNetwork Of(ReadOnlySpan<byte> bytes)
    {
        var network = new PairNetwork(new float[PairNetwork.ParameterCount]);
        NetworkFile.Read(bytes, network);
        return network;
    }
}
