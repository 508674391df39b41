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

    /// <inheritdoc/>
    public double Gradient(Span<float> gradient) => _network.Gradient(_context, _held, gradient);
}
