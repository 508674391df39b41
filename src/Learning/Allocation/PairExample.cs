namespace Diten.Learning.Allocation;

/// <summary>Example of a <see cref="PairNetwork"/>: what it sees, and how many subcarriers of each block each device should hold.</summary>
internal sealed class PairExample : IPolicyExample
{
    private readonly PairNetwork _network;
    private readonly PairContext _context;
    private readonly float[] _held;

    public PairExample(PairNetwork network, PairContext context, int[] owner)
    {
        (_network, _context) = (network, context);
        _held = new float[context.Blocks.Blocks * context.Stride];
        var slots = context.Blocks.ToSlots(owner);
        for (var b = 0; b < context.Blocks.Blocks; b++)
        {
            for (var s = context.Blocks.Start[b]; s < context.Blocks.Start[b + 1]; s++)
                if (slots[s] >= 0) _held[(b * context.Stride) + slots[s]]++;
        }
    }

    /// <summary>Devices, N.</summary>
    public int Devices => _context.Blocks.Devices;

    /// <summary>Blocks of subcarriers.</summary>
    public int Blocks => _context.Blocks.Blocks;

    /// <summary>Subcarriers, C0.</summary>
    public int Subcarriers => _context.Blocks.Problem.Subcarriers;

    /// <summary>Length of a row of devices; those beyond N mean nothing.</summary>
    public int Stride => _context.Stride;

    /// <summary>Subcarriers of each block that each device should hold; block by block, rows of <see cref="Stride"/>.</summary>
    public ReadOnlySpan<float> Held => _held;

    /// <summary>Features of all pairs of one block, feature by feature, rows of <see cref="Stride"/>.</summary>
    public void Fill(int block, Span<float> x) => _context.Fill(block, x);

    /// <inheritdoc/>
    public double Gradient(Span<float> gradient) => _network.Gradient(_context, _held, gradient);
}
