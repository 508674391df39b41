using System.Runtime.Intrinsics;
using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Models.Stages;

/// <summary>Makes a network of a description, fusing what belongs together.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles for an instruction set.</summary>
    /// <exception cref="OutOfMemoryException">The network is too large for the memory.</exception>
    public static Network Compile(ModelDescription description, SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => Compile<Vector512<float>, Simd512>(description),
        SimdWidth.Bits256 => Compile<Vector256<float>, Simd256>(description),
        _ => Compile<Vector128<float>, Simd128>(description),
    };

    private static Network Compile<TVector, TSimd>(ModelDescription description)
        where TVector : unmanaged
        where TSimd : ISimd<TVector>
    {
        var layers = description.Layers;
        var input = new Activation(description.Shapes[0], padChannels: false, Border(layers, 0), Network.Capacity, gradient: false);
        var last = input;
        var stages = new List<Stage>();
        for (var i = 0; i < layers.Count;)
        {
            if (layers[i] is Flatten)
            {
                i++; // a matter of indices only
                continue;
            }
            var (relu, pooled, next) = Fuse(layers, i);
            // After a Flatten the values keep the layout they had before it.
            var shape = layers[i] is Relu ? last.Shape : description.Shapes[next];
            var output = new Activation(shape, padChannels: true, Border(layers, next), Network.Capacity, gradient: true);
            stages.Add(layers[i] switch
            {
                Dense dense => new DenseStage<TVector, TSimd>(dense, relu, last, output),
                Conv2D conv => new ConvStage<TVector, TSimd>(new ConvGeometry(conv), relu, pooled, last, output),
                Conv1D conv => new ConvStage<TVector, TSimd>(new ConvGeometry(conv), relu, pooled, last, output),
                MaxPool2 => new PoolStage(last, output),
                Relu => new ReluStage(last, output),
                var other => throw new ArgumentException($"the built-in learner has no layer {other.GetType().Name}"),
            });
            last = output;
            i = next;
        }
        return new Network(input, [.. stages], LossHead.Create(description.Loss, last));
    }

    private static int Border(IReadOnlyList<ModelLayer> layers, int next) =>
        next >= layers.Count ? 0 : layers[next] switch { Conv2D conv => conv.Padding, Conv1D conv => conv.Padding, _ => 0 };

    // Maximum and ReLU may change places: both are monotonic, and where ReLU cuts there is no gradient.
    private static (bool Relu, bool Pooled, int Next) Fuse(IReadOnlyList<ModelLayer> layers, int at)
    {
        var (relu, pooled, next) = (false, false, at + 1);
        for (; next < layers.Count; next++)
        {
            if (!relu && layers[next] is Relu && layers[at] is (Dense or Conv1D or Conv2D))
                relu = true;
            else if (!pooled && layers[next] is MaxPool2 && layers[at] is Conv2D)
                pooled = true;
            else
                break;
        }
        return (relu, pooled, next);
    }
}
