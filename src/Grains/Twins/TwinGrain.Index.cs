namespace Diten.Grains.Twins;

/// <summary>Whether the twin waits in the silo's queue for the index.</summary>
internal sealed partial class TwinGrain
{
    private int _inIndexQueue;

    /// <summary>True if it was not waiting yet. A full fence: the change before it is seen by whoever takes the mark away.</summary>
    internal bool TryMarkForIndex() => Interlocked.Exchange(ref _inIndexQueue, 1) == 0;

    internal void UnmarkForIndex() => Interlocked.Exchange(ref _inIndexQueue, 0);
}
