using Diten.Learning.Models;
using Diten.Learning.Torch.Models;

namespace Diten.Learning.Torch;

/// <summary>
/// What a training step needs at least. Linux promises memory that it does not have and kills who uses it, so what can never
/// fit is refused before.
/// </summary>
internal static class MemoryNeed
{
    /// <summary>Least bytes of a step: parameters and their gradients, the batch, and each layer's output and its gradient where the layers are known.</summary>
    public static long Bytes(TorchModel model, ModelSignature signature, int batch)
    {
        var perSample = (long)signature.Input.Length;
        foreach (var shape in model.Description?.Shapes.Skip(1) ?? []) perSample += 2L * shape.Length;
        return sizeof(float) * ((2L * signature.ParameterCount) + (batch * perSample));
    }

    /// <summary>Refuses what cannot fit.</summary>
    /// <exception cref="LearnerException">It needs more than there is.</exception>
    public static void Check(TorchModel model, ModelSignature signature, int batch)
    {
        var (need, have) = (Bytes(model, signature, batch), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (need > have)
            throw new LearnerException($"memory is too small for model '{signature.Name}': a step with {batch} samples needs {need / 1e9:F1} GB or more, this machine gives {have / 1e9:F1} GB; take a smaller batch or a smaller model");
    }
}
