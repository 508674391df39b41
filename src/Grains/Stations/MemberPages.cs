using System.Runtime.InteropServices;
using Diten.Core.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// Which member is on which page, so that a change is written with the 256 around it and not with ten thousand. Each page has
/// two stored copies: the one in force is named by the station's head, the other takes the next write, so that a write which
/// is not followed by the head's changes nothing.
/// </summary>
internal sealed class MemberPages
{
    /// <summary>Places of a page.</summary>
    public const int PageSize = 256;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string?[]> _pages = [];
    private readonly Stack<int> _free = new();
    private readonly SortedSet<int> _dirty = [];

    /// <summary>The copy in force of each page.</summary>
    public List<byte> Copies { get; } = [];

    /// <summary>Notes that a member changed, came or left.</summary>
    public void Touch(string device)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, device, out var known);
        if (!known)
        {
            if (_free.Count == 0) AddPage();
            place = _free.Pop();
            _pages[place / PageSize][place % PageSize] = device;
        }

        _dirty.Add(place / PageSize);
    }

    /// <summary>Frees the places of those of whom the station remembers nothing any more.</summary>
    public void Prune(StationState state)
    {
        if (_places.Count == state.Members.Count + state.Departed.Count) return;
        foreach (var (device, place) in _places)
        {
            if (state.Members.ContainsKey(device) || state.Departed.ContainsKey(device)) continue;
            _places.Remove(device);
            _pages[place / PageSize][place % PageSize] = null;
            _free.Push(place);
            _dirty.Add(place / PageSize);
        }
    }

    /// <summary>Pages that changed since they were last taken.</summary>
    public int[] TakeDirty()
    {
        int[] dirty = [.. _dirty];
        _dirty.Clear();
        return dirty;
    }

    /// <summary>Marks pages as changed again, after a write that failed.</summary>
    public void MarkDirty(int[] pages) => _dirty.UnionWith(pages);

    /// <summary>A page as it is now.</summary>
    public StoredMembers Page(int page, StationState state)
    {
        var devices = _pages[page];
        var stored = new StoredMembers
        {
            Devices = (string?[])devices.Clone(),
            Epochs = new int[PageSize],
            Samples = new double[PageSize],
            LastRounds = new int[PageSize],
            LastUpdates = new long[PageSize],
            RoundsTaken = new int[PageSize],
            Frequencies = new double[PageSize],
            Rates = new double[PageSize],
            LeftAt = new int[PageSize],
        };
        for (var i = 0; i < PageSize; i++)
        {
            if (devices[i] is not { } device) continue;
            if (state.Members.TryGetValue(device, out var member)) Mapping.StationMemberMapping.Store(member, stored, i);
            else if (state.Departed.TryGetValue(device, out var left)) Mapping.StationMemberMapping.Store(left, stored, i);
            else stored.Devices[i] = null;
        }

        return stored;
    }

    /// <summary>Takes a stored page, the next one in order, into the station.</summary>
    public void Load(StoredMembers stored, byte copy, StationState state)
    {
        var page = _pages.Count;
        AddPage(free: false);
        Copies[page] = copy;
        for (var i = PageSize - 1; i >= 0; i--)
        {
            if (i >= stored.Devices.Length || stored.Devices[i] is not { } device)
            {
                _free.Push(page * PageSize + i);
                continue;
            }

            _pages[page][i] = device;
            _places[device] = page * PageSize + i;
            Mapping.StationMemberMapping.Load(device, stored, i, state);
        }
    }

    private void AddPage(bool free = true)
    {
        var page = _pages.Count;
        _pages.Add(new string?[PageSize]);
        Copies.Add(1);
        for (var i = PageSize - 1; free && i >= 0; i--) _free.Push(page * PageSize + i);
    }
}
