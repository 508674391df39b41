using System.Runtime.InteropServices;

namespace Diten.Core.Twins;

/// <summary>
/// A bounded, ordered buffer of rows, each a key and so many numbers, in one array; it starts small, grows to its capacity and
/// then drops the oldest. A mutable struct, to be a field and never copied: a process holds millions of them.
/// </summary>
/// <param name="width">Numbers of a row.</param>
internal struct RowRing(int width)
{
    // A row is its key and the bits of its numbers, so that a row touches as little memory as it can.
    private long[]? _rows;
    private int _start;

    public int Count { get; private set; }

    /// <summary>Key of a row; 0 is the oldest.</summary>
    public readonly ref long Key(int index) => ref _rows![Slot(index)];

    /// <summary>Numbers of a row.</summary>
    public readonly Span<double> Numbers(int index) => MemoryMarshal.Cast<long, double>(_rows.AsSpan(Slot(index) + 1, width));

    /// <summary>Drops the oldest row.</summary>
    public void Drop()
    {
        _start = _start + 1 == Capacity ? 0 : _start + 1;
        Count--;
    }

    /// <summary>Makes place for a row before <paramref name="index"/> (Count: at the end) and gives its numbers, to be filled. A full ring drops its oldest; empty if that would be the row itself.</summary>
    public Span<double> Insert(int index, long key, int capacity)
    {
        while (Count >= capacity)
        {
            if (index == 0) return default;
            Drop();
            index--;
        }

        if (Count == Capacity) Grow(capacity);
        Count++;
        for (var i = Count - 1; i > index; i--) Row(i - 1).CopyTo(Row(i));
        Key(index) = key;
        return Numbers(index);
    }

    /// <summary>Some columns of it as a ring of their own, oldest first.</summary>
    /// <param name="columns">Which of its numbers, in their new order.</param>
    public readonly RowRing Select(ReadOnlySpan<int> columns)
    {
        var part = new RowRing(columns.Length);
        if (Count == 0) return part;
        part._rows = new long[(columns.Length + 1) * Count];
        part.Count = Count;
        for (var i = 0; i < Count; i++)
        {
            var from = Row(i);
            var to = part.Row(i);
            to[0] = from[0];
            for (var c = 0; c < columns.Length; c++) to[c + 1] = from[columns[c] + 1];
        }

        return part;
    }

    private readonly int Capacity => _rows is null ? 0 : _rows.Length / (width + 1);

    private readonly Span<long> Row(int index) => _rows.AsSpan(Slot(index), width + 1);

    private void Grow(int capacity)
    {
        var larger = new long[Math.Min(capacity, Math.Max(2, Count * 2)) * (width + 1)];
        for (var i = 0; i < Count; i++) Row(i).CopyTo(larger.AsSpan(i * (width + 1)));
        (_rows, _start) = (larger, 0);
    }

    private readonly int Slot(int index)
    {
        var slot = (_start + index) * (width + 1);
        return slot < _rows!.Length ? slot : slot - _rows.Length;
    }
}
