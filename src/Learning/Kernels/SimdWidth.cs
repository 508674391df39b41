using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Diten.Learning.Kernels;

/// <summary>Which instruction set a learner was compiled for.</summary>
internal enum SimdWidth
{
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}

/// <summary>What this processor offers.</summary>
internal static class SimdWidths
{
    /// <summary>Every internal row is padded to so many floats: one widest vector, a whole number of the others, a cache line.</summary>
    public const int Lanes = 16;

    /// <summary>The widest that the hardware runs at full speed.</summary>
    public static SimdWidth Best =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : SimdWidth.Bits128;

    /// <summary>All that run here in hardware, and 128 always.</summary>
    public static IEnumerable<SimdWidth> Supported => Enum.GetValues<SimdWidth>().Where(w => w <= Best);

    /// <summary>Whether the instruction set with vectors of so many floats has 32 registers rather than 16; a constant to the JIT.</summary>
    public static bool ManyRegisters(int lanes) => lanes == 16 || (lanes == 4 && AdvSimd.IsSupported);

    /// <summary>The next multiple of <see cref="Lanes"/>.</summary>
    public static int Pad(int length) => checked(length + Lanes - 1) / Lanes * Lanes;
}
