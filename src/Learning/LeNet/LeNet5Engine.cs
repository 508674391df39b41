using System.Runtime.Intrinsics;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.LeNet;

/// <summary>The passes of LeNet-5 over a chunk of samples, at one vector width. Holds no state.</summary>
internal abstract class LeNet5Engine
{
    /// <summary>The widest that the processor runs natively.</summary>
    public static LeNet5Engine Best { get; } = Supported()[^1];

    /// <summary>Values in a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Every width this processor has, narrow to wide; 128 bit always, in software if need be.</summary>
    public static IReadOnlyList<LeNet5Engine> Supported()
    {
        var engines = new List<LeNet5Engine> { new LeNet5Engine<Vector128<float>, Simd128, Vector128<float>, Simd128>() };
        if (Simd256.IsSupported)
            engines.Add(new LeNet5Engine<Vector256<float>, Simd256, Vector256<float>, Simd256>());
        if (Simd512.IsSupported)
            engines.Add(new LeNet5Engine<Vector512<float>, Simd512, Vector256<float>, Simd256>());
        return engines;
    }

    /// <summary>Makes what the passes derive from the weights; called after every change of them.</summary>
    public abstract void Prepare(LeNet5Workspace workspace);

    /// <summary>Images to logits.</summary>
    /// <param name="workspace">Holds the weights and <paramref name="samples"/> images.</param>
    /// <param name="samples">1..<see cref="LeNet5Workspace.MaxChunk"/>.</param>
    public abstract void Forward(LeNet5Workspace workspace, int samples);

    /// <summary>
    /// Gradient of the logits to gradients of all parameters: those of the convolutions are added to the workspace's sums,
    /// those of the dense layers are blended into <paramref name="target"/>, weight = keep·weight + scale·gradient.
    /// </summary>
    public abstract void Backward(LeNet5Workspace workspace, int samples, LeNet5Parameters target, float keep, float scale);

    /// <summary>Clears the sums of the convolutions' gradients.</summary>
    public abstract void ClearConvolutions(LeNet5Workspace workspace);

    /// <summary>weight = keep·weight + scale·sum for the convolutions.</summary>
    public abstract void ApplyConvolutions(LeNet5Workspace workspace, float keep, float scale);

    /// <summary>weight = keep·weight + scale·sum for the dense layers, after a batch of several chunks.</summary>
    public abstract void ApplyDense(LeNet5Workspace workspace, float keep, float scale);
}
