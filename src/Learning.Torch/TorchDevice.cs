using Diten.Learning.Torch.Natives;
using TorchSharp;

namespace Diten.Learning.Torch;

/// <summary>Where torch computes.</summary>
internal static class TorchDevice
{
    /// <summary>Values of the option.</summary>
    public static readonly string[] Names = ["auto", "cpu", "cuda"];

    [ThreadStatic]
    private static bool s_limited;

    /// <summary>Finds a device.</summary>
    /// <param name="name">One of <see cref="Names"/>; <c>auto</c> takes CUDA where it is.</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    /// <exception cref="LearnerException">Torch, or the device, is not there.</exception>
    public static torch.Device Find(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"no device '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        NativeTorch.Require();
        if (name == "cpu") return torch.CPU;
        if (torch.cuda.is_available())
        {
            // Full single precision, as the built-in learner computes, and the same algorithm every time.
            torch.backends.cuda.matmul.allow_tf32 = false;
            torch.backends.cudnn.allow_tf32 = false;
            return torch.CUDA;
        }
        return name == "auto"
            ? torch.CPU
            : throw new LearnerException(
                "torch finds no CUDA device here; it needs an NVIDIA card with its driver, and the plug-in built with CUDA's libraries (DITEN_TORCH_RUNTIME=cuda). Device auto or cpu goes without");
    }

    /// <summary>
    /// Torch's own threads are switched off on the calling thread: devices are trained side by side, each by one thread, which
    /// also fixes the order of every sum.
    /// </summary>
    public static void LimitThreads()
    {
        if (s_limited) return;
        torch.set_num_threads(1);
        s_limited = true;
    }
}
