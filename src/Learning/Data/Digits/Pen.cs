using System.Numerics;

namespace Diten.Learning.Data.Digits;

/// <summary>Follows a skeleton in one handwriting and leaves a path of short segments in pixels. Not for two threads.</summary>
internal sealed class Pen
{
    /// <summary>Side of an image, pixels.</summary>
    public const int Side = 28;

    private const int StepsPerSpan = 6;
    private const int MostPoints = 256;
    private readonly Vector2[] points = new Vector2[MostPoints];
    private readonly bool[] begins = new bool[MostPoints];
    private int count;

    /// <summary>The path in pixels, all pieces one after the other.</summary>
    public ReadOnlySpan<Vector2> Points => points.AsSpan(0, count);

    /// <summary>Whether the point begins a new piece: no segment leads to it.</summary>
    public bool Begins(int point) => begins[point];

    /// <summary>Draws a variant; afterwards <see cref="Points"/> holds it, scaled to its height and centred by its ink.</summary>
    public void Follow(Vector2[][] variant, in Handwriting hand, ref StreamRandom random)
    {
        count = 0;
        var corner = Vector2.Zero;
        Span<Vector2> controls = stackalloc Vector2[32];
        for (var p = 0; p < variant.Length; p++)
        {
            var piece = variant[p];
            for (var i = 0; i < piece.Length; i++)
            {
                // A corner's point belongs to two pieces and must move once.
                var continues = i == 0 && p > 0 && piece[0] == variant[p - 1][^1];
                controls[i] = continues ? corner : piece[i] + (hand.Jitter * new Vector2((float)random.Normal(), (float)random.Normal()));
            }

            corner = controls[piece.Length - 1];
            Curve(controls[..piece.Length], hand);
        }

        Fit(hand);
    }

    private void Curve(ReadOnlySpan<Vector2> controls, in Handwriting hand)
    {
        Add(hand.Distort(controls[0]), begin: true);
        for (var i = 0; i + 1 < controls.Length; i++)
        {
            var before = controls[Math.Max(0, i - 1)];
            var after = controls[Math.Min(controls.Length - 1, i + 2)];
            for (var step = 1; step <= StepsPerSpan; step++)
                Add(hand.Distort(CatmullRom(before, controls[i], controls[i + 1], after, step / (float)StepsPerSpan)), begin: false);
        }
    }

    private void Add(Vector2 point, bool begin)
    {
        points[count] = point;
        begins[count++] = begin;
    }

    private static Vector2 CatmullRom(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float t) =>
        0.5f * ((2 * b) + ((c - a) * t) + (((2 * a) - (5 * b) + (4 * c) - d) * (t * t)) + (((3 * (b - c)) + d - a) * (t * t * t)));

    /// <summary>As MNIST was made: scaled to fit a box of about 20 pixels with its aspect kept, then centred by the centre of mass.</summary>
    private void Fit(in Handwriting hand)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue), moment = Vector2.Zero;
        float ink = 0;
        for (var i = 0; i < count; i++)
        {
            low = Vector2.Min(low, points[i]);
            high = Vector2.Max(high, points[i]);
            if (Begins(i)) continue;
            var length = Vector2.Distance(points[i], points[i - 1]);
            moment += length * 0.5f * (points[i] + points[i - 1]);
            ink += length;
        }

        var pen = 2 * hand.Radius;
        var scale = Math.Min((hand.Height - pen) / (high.Y - low.Y), (hand.MostWidth - pen) / Math.Max(high.X - low.X, 1e-3f));
        var centre = moment / ink;
        var target = new Vector2((Side - 1) / 2f) + hand.Shift;
        for (var i = 0; i < count; i++) points[i] = ((points[i] - centre) * scale) + target;
    }
}
