using System.Numerics;
using System.Runtime.Intrinsics;

namespace Diten.Learning.Data.Digits;

/// <summary>Draws single digits, 28 × 28 grey levels, 0 paper and 255 ink. One per thread.</summary>
internal sealed class DigitPainter
{
    private const int Side = Pen.Side;

    /// <summary>Room to the right of each row, so that eight pixels can be written from any of them.</summary>
    private const int Stride = Side + 8;

    private readonly Pen pen = new();
    private readonly float[] coverage = new float[Side * Stride];

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
        for (var i = 1; i < points.Length; i++)
        {
            if (pen.Begins(i) || !hand.Inks(i / (double)points.Length)) continue;
            var radius = hand.Radius * (1 + (hand.Pressure * MathF.Sin((float)phase + (0.13f * i))));
            Segment(points[i - 1], points[i], radius, hand.Softness);
        }

        for (var y = 0; y < Side; y++)
        {
            var covered = coverage.AsSpan(y * Stride, Side);
            var row = image.Slice(y * Side, Side);
            for (var x = 0; x < Side; x++)
            {
                if (covered[x] <= 0)
                {
                    row[x] = 0;
                    continue;
                }

                var level = 255 * hand.Ink * covered[x];
                if (hand.Grain > 0) level += hand.Grain * (float)random.Normal();
                row[x] = (byte)Math.Clamp(level, 0, 255);
            }
        }
    }

    /// <summary>
    /// Lays a segment with round ends over the image: full within the radius, soft at its edge; the darkest stroke wins. Eight pixels
    /// of a row at a time, without fused operations: the bytes do not depend on the vectors that a processor has.
    /// </summary>
    private void Segment(Vector2 from, Vector2 to, float radius, float softness)
    {
        var reach = radius + (softness / 2);
        var left = Math.Max(0, (int)MathF.Ceiling(Math.Min(from.X, to.X) - reach));
        var right = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(from.X, to.X) + reach));
        var top = Math.Max(0, (int)MathF.Ceiling(Math.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(from.Y, to.Y) + reach));
        var along = to - from;
        var direction = along / Math.Max(along.LengthSquared(), 1e-9f);
        var steps = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        var inverse = 1 / softness;
        for (var y = top; y <= bottom; y++)
        {
            var offsetY = y - from.Y;
            for (var x = left; x <= right; x += Vector256<float>.Count)
            {
                var offsetX = steps + Vector256.Create(x - from.X);
                var t = (offsetX * direction.X) + Vector256.Create(offsetY * direction.Y);
                t = Vector256.Min(Vector256.Max(t, Vector256<float>.Zero), Vector256<float>.One);
                var deltaX = offsetX - (t * along.X);
                var deltaY = Vector256.Create(offsetY) - (t * along.Y);
                var distance = Vector256.Sqrt((deltaX * deltaX) + (deltaY * deltaY));
                var cover = Vector256.Min((Vector256.Create(reach) - distance) * inverse, Vector256<float>.One);
                var pixels = coverage.AsSpan((y * Stride) + x, Vector256<float>.Count);
                Vector256.Max(cover, Vector256.Create<float>(pixels)).CopyTo(pixels);
            }
        }
    }
}
