using Diten.Learning.Models;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Models;

/// <summary>Tries a module once, before anyone relies on what was said of it.</summary>
internal static class NetworkTrial
{
    /// <summary>Runs two samples through in training, twice, and once back.</summary>
    /// <returns>True if both gave the same: the module draws no random numbers, so devices may train side by side.</returns>
    /// <exception cref="LearnerException">The outputs have another shape, or training changes the module beside its parameters.</exception>
    public static bool Run(TorchNetwork network, ModelSignature signature)
    {
        lock (TorchModel.Generator)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            var buffers = network.Module.named_buffers().Select(b => (b.name, Before: b.buffer.clone(), b.buffer)).ToArray();
            var x = tensor(Values(2 * signature.Input.Length)).reshape(network.BatchShape(2));
            network.Module.train();
            var (first, second) = (network.Outputs(x), network.Outputs(x));
            if (!first.shape.AsSpan().SequenceEqual([2, signature.OutputLength]))
                throw new LearnerException($"model '{signature.Name}' gives [{string.Join(", ", first.shape)}] for a batch of 2, expected [2, {signature.OutputLength}]");
            foreach (var (name, before, buffer) in buffers)
            {
                if (!Same(before, buffer))
                    throw new LearnerException($"model '{signature.Name}': training changes the buffer {name}, which is no parameter and would not travel with the model; use layers that keep nothing else (GroupNorm, or BatchNorm without running statistics)");
            }
            using (enable_grad())
                network.TryStep(x, signature.Loss is MeanSquaredError ? zeros(2, 1) : zeros(2, ScalarType.Int64));
            return Same(first, second);
        }
    }

    // Anything that is not all the same.
    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 17 / 8f) - 1)];

    private static bool Same(Tensor one, Tensor other) => one.eq(other).all().cpu().item<bool>();
}
