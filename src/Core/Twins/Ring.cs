namespace Diten.Core.Twins;

/// <summary>
/// A bounded, ordered buffer that starts small, grows to its capacity and then drops the oldest. A mutable struct, to be a field
/// and never copied: a process holds millions of them.
/// </summary>
internal struct Ring<T>
    where T : struct
{
    private T[]? _items;
    private int _start;

    public int Count { readonly get; private set; }

    /// <summary>0 is the oldest.</summary>
    public readonly ref T this[int index] => ref _items![Slot(index)];

    /// <summary>Puts an item before <paramref name="index"/> (Count: at the end). A full ring drops its oldest; false if that would be the item itself.</summary>
    public bool Insert(int index, T item, int capacity)
    {
        if (Count >= capacity)
        {
            if (index == 0) return false;
            _start = Slot(1);
            Count--;
            index--;
        }

        if (Count == (_items?.Length ?? 0)) Grow(capacity);
        Count++;
        for (var i = Count - 1; i > index; i--) this[i] = this[i - 1];
        this[index] = item;
        return true;
    }

    private void Grow(int capacity)
    {
        var larger = new T[Math.Min(capacity, Math.Max(2, Count * 2))];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        (_items, _start) = (larger, 0);
    }

    private readonly int Slot(int index)
    {
        var slot = _start + index;
        return slot < _items!.Length ? slot : slot - _items.Length;
    }
}
