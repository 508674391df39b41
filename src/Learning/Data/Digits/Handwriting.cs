using System.Numerics;

namespace Diten.Learning.Data.Digits;

/// <summary>One person's way of writing one digit once: everything random about a sample, drawn from its stream.</summary>
internal readonly struct Handwriting
{
    private const int Waves = 3;

    private readonly Matrix3x2 affine;
    private readonly Vector2[] waveVectors;
    private readonly Vector2[] amplitudes;
    private readonly float[] phases;

    /// <param name="random">The sample's stream.</param>
    public Handwriting(ref StreamRandom random)
    {
        // Most write tidily, a few scrawl: it is these that keep the set from being too easy.
        var scrawl = Math.Exp(random.Normal(0, 0.42, 2));
        Jitter = (float)(0.018 * scrawl);
        var slant = (float)random.Normal(-0.12, 0.20, 2.2);
        var rotation = (float)random.Normal(0, 0.11, 2.3);
        var aspect = (float)Math.Exp(random.Normal(-0.12, 0.20, 2.2));
        affine = Matrix3x2.CreateTranslation(-0.5f, -0.5f) * Matrix3x2.CreateScale(aspect, 1)
            * new Matrix3x2(1, 0, slant, 1, 0, 0) * Matrix3x2.CreateRotation(rotation);
        waveVectors = new Vector2[Waves];
        amplitudes = new Vector2[Waves];
        phases = new float[Waves];
        for (var i = 0; i < Waves; i++)
        {
            var angle = random.Uniform(0, 2 * Math.PI);
            var length = 2 * Math.PI * random.Uniform(0.5, 1.6);
            waveVectors[i] = new Vector2((float)(length * Math.Cos(angle)), (float)(length * Math.Sin(angle)));
            var amplitude = 0.032 * scrawl;
            amplitudes[i] = new Vector2((float)random.Normal(0, amplitude, 2.5), (float)random.Normal(0, amplitude, 2.5));
            phases[i] = (float)random.Uniform(0, 2 * Math.PI);
        }

        Height = (float)random.Normal(19.6, 1.0, 2.2);
        MostWidth = (float)random.Normal(19.6, 0.8, 2);
        Shift = new Vector2((float)random.Normal(0, 0.55, 2), (float)random.Normal(0, 0.55, 2));
        Radius = (float)Math.Clamp(1.22 * Math.Exp(random.Normal(0, 0.27, 2.2)), 0.65, 2.1);
        Softness = (float)random.Uniform(1.0, 1.9);
        Pressure = (float)random.Uniform(0, 0.28);
        Ink = (float)random.Uniform(0.88, 1.12);
        Trim = random.Uniform() < 0.3 ? random.Uniform(0, 0.09) : 0;
        Gap = random.Uniform() < 0.07 ? random.Uniform(0.2, 0.8) : -1;
        Grain = random.Uniform() < 0.35 ? (float)random.Uniform(2, 16) : 0;
    }

    /// <summary>Standard deviation of the control points, of the digit's box.</summary>
    public float Jitter { get; }

    /// <summary>Height that the digit is scaled to, pixels; about 20, as in MNIST.</summary>
    public float Height { get; }

    /// <summary>Width beyond which the digit is scaled down, pixels.</summary>
    public float MostWidth { get; }

    /// <summary>Where its centre of ink lies, from the image's centre, pixels.</summary>
    public Vector2 Shift { get; }

    /// <summary>Half the stroke's thickness, pixels.</summary>
    public float Radius { get; }

    /// <summary>Width of the stroke's soft edge, pixels: the blur.</summary>
    public float Softness { get; }

    /// <summary>How much the thickness changes along a stroke, of the radius.</summary>
    public float Pressure { get; }

    /// <summary>Blackness of the ink, 1 is black; above it edges saturate.</summary>
    public float Ink { get; }

    /// <summary>Standard deviation of the noise on inked pixels, grey levels.</summary>
    public float Grain { get; }

    /// <summary>Part of the whole path that is missing at its beginning and at its end.</summary>
    public double Trim { get; }

    /// <summary>Where along the path the pen left the paper for a moment, 0..1; below 0 nowhere.</summary>
    public double Gap { get; }

    /// <summary>Whether the pen leaves ink at a place along the path.</summary>
    /// <param name="place">0 the beginning, 1 the end.</param>
    public bool Inks(double place) => place >= Trim && place <= 1 - Trim && Math.Abs(place - Gap) > 0.035;

    /// <summary>Slant, rotation and aspect, then an elastic field of a few plane waves.</summary>
    /// <param name="point">In the digit's box, 0..1.</param>
    public Vector2 Distort(Vector2 point)
    {
        var moved = point;
        for (var i = 0; i < Waves; i++)
            moved += amplitudes[i] * MathF.Sin(Vector2.Dot(waveVectors[i], point) + phases[i]);
        return Vector2.Transform(moved, affine);
    }
}
