using System.Numerics;

namespace Diten.Learning.Data.Digits;

/// <summary>Draws single digits, 28 × 28 grey levels, 0 paper and 255 ink. One per thread.</summary>
internal sealed class DigitPainter
{
    private const int Side = Pen.Side;
    private readonly Pen pen = new();
    private readonly float[] coverage = new float[Side * Side];

    /// <summary>Draws one sample.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The sample's stream.</param>
    /// <param name="image">Receives 784 bytes, row-major.</param>
    public void Paint(int digit, ref StreamRandom random, Span<byte> image)
    {
        var variants = Skeletons.ByDigit[digit];
        var variant = variants[random.Below(variants.Length)];
        var hand = new Handwriting(ref random);
        pen.Follow(variant, hand, ref random);
        Array.Clear(coverage);
        var phase = random.Uniform(0, 2 * Math.PI);
        var points = pen.Points;
        for (var i = 1; i < points.Count; i++)
        {
            if (pen.Begins(i)) continue;
            var radius = hand.Radius * (1 + (hand.Pressure * MathF.Sin((float)phase + (0.13f * i))));
            Segment(points[i - 1], points[i], radius, hand.Softness);
        }

        for (var i = 0; i < coverage.Length; i++)
        {
            if (coverage[i] <= 0)
            {
                image[i] = 0;
                continue;
            }

            var level = 255 * hand.Ink * coverage[i];
            if (hand.Grain > 0) level += hand.Grain * (float)random.Normal();
            image[i] = (byte)Math.Clamp(level, 0, 255);
        }
    }

    /// <summary>Lays a segment with round ends over the image: full within the radius, soft at its edge; the darkest stroke wins.</summary>
    private void Segment(Vector2 from, Vector2 to, float radius, float softness)
    {
        var reach = radius + (softness / 2);
        var left = Math.Max(0, (int)MathF.Ceiling(Math.Min(from.X, to.X) - reach));
        var right = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(from.X, to.X) + reach));
        var top = Math.Max(0, (int)MathF.Ceiling(Math.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(from.Y, to.Y) + reach));
        var along = to - from;
        var inverse = 1 / Math.Max(along.LengthSquared(), 1e-9f);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var offset = new Vector2(x, y) - from;
                var t = Math.Clamp(Vector2.Dot(offset, along) * inverse, 0, 1);
                var distance = (offset - (t * along)).Length();
                var cover = Math.Min(1, (reach - distance) / softness);
                ref var pixel = ref coverage[(y * Side) + x];
                if (cover > pixel) pixel = cover;
            }
        }
    }
}
