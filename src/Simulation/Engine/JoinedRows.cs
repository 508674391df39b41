using System.Collections;
using Diten.Core.Network;

namespace Diten.Simulation.Engine;

/// <summary>The device rows of several stations as one list, without copying them.</summary>
internal sealed class JoinedRows : IReadOnlyList<DeviceRound>
{
    private readonly IReadOnlyList<DeviceRound>[] _parts;
    private readonly int[] _ends;

    /// <summary>Joins in the order given.</summary>
    public JoinedRows(IReadOnlyList<RoundSnapshot> rounds)
    {
        _parts = [.. rounds.Select(round => round.Devices)];
        _ends = new int[_parts.Length];
        for (var i = 0; i < _parts.Length; i++) _ends[i] = (i == 0 ? 0 : _ends[i - 1]) + _parts[i].Count;
    }

    /// <inheritdoc/>
    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    /// <inheritdoc/>
    public DeviceRound this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var part = Array.BinarySearch(_ends, index + 1);
            if (part < 0) part = ~part;
            while (part > 0 && _ends[part - 1] > index) part--;
            return _parts[part][index - (part == 0 ? 0 : _ends[part - 1])];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<DeviceRound> GetEnumerator() => _parts.SelectMany(part => part).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
