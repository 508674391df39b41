namespace Diten.Core.Allocation;

/// <summary>An allocator that changes with what it decides, and is therefore for one base station and one thread at a time.</summary>
public interface IAdaptiveAllocator : IAllocatorWithHistory
{
    /// <summary>One of a base station's own, that starts where this one was made: whatever the order in which stations run, each learns from its rounds alone.</summary>
    IAllocator ForStation();
}
