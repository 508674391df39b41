using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Diten.Learning.LeNet;

/// <summary>A gradient that touches one patch.</summary>
/// <param name="Offset">Where the patch begins, in values from the start of its buffer.</param>
/// <param name="Value">The gradient.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PatchGradient(int Offset, float Value)
{
    /// <summary>Writes an entry, and moves on only if it is not zero: no branch to mispredict.</summary>
    /// <param name="end">End of a list, with room for one more.</param>
    /// <param name="offset">Where the patch begins.</param>
    /// <param name="valueBits">The gradient's bits; a negative zero counts as an entry, which adds nothing.</param>
    /// <returns>The new end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe PatchGradient* Append(PatchGradient* end, int offset, int valueBits)
    {
        ((int*)end)[0] = offset;
        ((int*)end)[1] = valueBits;
        return end + Unsafe.BitCast<bool, byte>(valueBits != 0);
    }
}
