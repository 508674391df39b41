using Diten.Interfaces.Models;

namespace Diten.Client.Fleet;

/// <summary>A version of a station's model, pulled and verified.</summary>
/// <param name="Version">Version.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Parameters">w_g; not written to.</param>
internal sealed record GlobalModel(int Version, string Hash, float[] Parameters)
{
    /// <summary>Pulls a version; null if it is not kept any more, and then a newer one is announced.</summary>
    /// <exception cref="InvalidDataException">What came does not have the announced hash.</exception>
    public static async Task<GlobalModel?> PullAsync(IGrainFactory grains, ModelReferenceMessage reference)
    {
        var bytes = await new ModelStore(grains).GetAsync(reference);
        return bytes is null ? null : new GlobalModel(reference.Version, reference.Hash, ParameterBytes.ToFloats(bytes));
    }
}
