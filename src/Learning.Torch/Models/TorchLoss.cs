using Diten.Learning.Models;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Models;

/// <summary>Losses and scores of a batch.</summary>
internal static class TorchLoss
{
    /// <summary>Mean over the batch.</summary>
    public static Tensor Mean(ModelLoss loss, Tensor output, Tensor wanted) =>
        loss is CrossEntropy ? nn.functional.cross_entropy(output, wanted) : nn.functional.mse_loss(output, wanted);

    /// <summary>Hits (classes) or sum of the squared errors in target units (regression).</summary>
    public static double Score(ModelLoss loss, Tensor output, Tensor wanted)
    {
        if (loss is not MeanSquaredError squared) return output.argmax(1).eq(wanted).sum().cpu().item<long>();
        var sum = (output - wanted).to_type(ScalarType.Float64).square().sum().cpu().item<double>();
        return sum * squared.TargetScale * squared.TargetScale;
    }
}
