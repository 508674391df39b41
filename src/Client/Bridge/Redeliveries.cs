namespace Diten.Client.Bridge;

/// <summary>
/// Knows a message again that the broker delivers a second time, because it has not heard the acknowledgement: by the packet's
/// number, which stays the same, and by what it says. Bounded; the broker has at most as many under way.
/// </summary>
/// <param name="capacity">Most messages that are remembered.</param>
internal sealed class Redeliveries(int capacity)
{
    private readonly Dictionary<ushort, Delivery> _known = [];
    private readonly Queue<(ushort Packet, Delivery Delivery)> _order = new();

    /// <summary>What was delivered first, if this is a repetition of it; otherwise the message itself, which is remembered.</summary>
    /// <param name="packet">The packet's number.</param>
    /// <param name="isRepeated">Whether the broker says that it has sent it before.</param>
    /// <param name="delivery">The message.</param>
    public Delivery Recognise(ushort packet, bool isRepeated, Delivery delivery)
    {
        // What has failed is begun anew.
        if (isRepeated && _known.TryGetValue(packet, out var first) && first.IsSame(delivery) && !(first.Done.IsFaulted || first.Done.IsCanceled)) return first;
        _known[packet] = delivery;
        _order.Enqueue((packet, delivery));
        while (_order.Count > capacity && _order.Dequeue() is var (oldest, what))
        {
            if (_known.TryGetValue(oldest, out var held) && held == what) _known.Remove(oldest);
        }

        return delivery;
    }

    /// <summary>The broker has lost its session; numbers begin anew.</summary>
    public void Clear()
    {
        _known.Clear();
        _order.Clear();
    }
}
