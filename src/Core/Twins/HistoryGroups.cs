namespace Diten.Core.Twins;

/// <summary>Which readings are held together, as reports and the store bring them.</summary>
internal static class HistoryGroups
{
    /// <summary>
    /// Cuts groups so that a report names either all readings of a group or none, and adds one for readings not held yet. What
    /// was cut stays cut: from then on its readings have different times.
    /// </summary>
    /// <param name="groups">The groups; not changed.</param>
    /// <param name="names">The names of the report, each once.</param>
    /// <param name="merged">The readings with the report, whose instances of the names are held.</param>
    /// <returns>All groups, and those that the report names with the place in the report of each of their columns.</returns>
    public static (HistoryGroup[] Groups, List<(HistoryGroup Group, int[] Columns)> Reported) Split(HistoryGroup[] groups, ReadOnlySpan<string> names, Readings merged)
    {
        var places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) places[names[i]] = i;
        var (all, reported) = (new List<HistoryGroup>(groups.Length + 1), new List<(HistoryGroup, int[])>());
        foreach (var group in groups)
        {
            var named = Array.FindAll(Columns(group), c => places.ContainsKey(group.Names[c]));
            if (named.Length == 0)
            {
                all.Add(group);
                continue;
            }

            var part = group;
            if (named.Length < group.Names.Length)
            {
                all.Add(group.Select(Array.FindAll(Columns(group), c => !places.ContainsKey(group.Names[c]))));
                part = group.Select(named);
            }

            all.Add(part);
            reported.Add((part, Array.ConvertAll(part.Names, name => places[name])));
            foreach (var name in part.Names) places.Remove(name);
        }

        if (places.Count > 0)
        {
            int[] columns = [.. places.Values.Order()];
            var group = new HistoryGroup(NamesOf(names, columns, merged));
            all.Add(group);
            reported.Add((group, columns));
        }

        return ([.. all], reported);
    }

    /// <summary>Puts restored histories that have the same times together.</summary>
    public static HistoryGroup[] Join(IReadOnlyDictionary<string, ReadingHistory> readings)
    {
        var open = new List<(HistoryGroup First, List<(string Name, HistoryGroup Group)> Members)>();
        foreach (var (name, history) in readings.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            if (history.Group.Names.Length != 1) throw new ArgumentException($"'{name}' is held by a twin already", nameof(readings));
            var at = open.FindIndex(o => IsSameTimes(o.First, history.Group));
            if (at < 0) open.Add((history.Group, [(name, history.Group)]));
            else open[at].Members.Add((name, history.Group));
        }

        return [.. open.Select(o => Join(o.Members))];
    }

    private static HistoryGroup Join(List<(string Name, HistoryGroup Group)> members)
    {
        var (joined, first, n) = (new HistoryGroup([.. members.Select(m => m.Name)]), members[0].Group, members.Count);
        for (var i = 0; i < first.Raw.Count; i++)
        {
            var row = joined.Raw.Insert(i, first.Raw.Key(i), int.MaxValue);
            for (var c = 0; c < n; c++) row[c] = members[c].Group.Raw.Numbers(i)[0];
        }

        if (!first.HasDropped) return joined;
        Fill(ref joined.Minutes, first.Minutes.Count, static (HistoryGroup g) => ref g.Minutes);
        Fill(ref joined.Hours, first.Hours.Count, static (HistoryGroup g) => ref g.Hours);
        return joined;

        void Fill(ref RowRing ring, int rows, Ring of)
        {
            for (var i = 0; i < rows; i++)
            {
                var row = ring.Insert(i, of(first).Key(i), int.MaxValue);
                for (var c = 0; c < n; c++)
                {
                    var numbers = of(members[c].Group).Numbers(i);
                    (row[c], row[n + c], row[(2 * n) + c]) = (numbers[0], numbers[1], numbers[2]);
                }
            }
        }
    }

    private static bool IsSameTimes(HistoryGroup a, HistoryGroup b) =>
        a.HasDropped == b.HasDropped && IsSameKeys(ref a.Raw, ref b.Raw)
        && (!a.HasDropped || (IsSameKeys(ref a.Minutes, ref b.Minutes) && IsSameKeys(ref a.Hours, ref b.Hours)));

    private static bool IsSameKeys(ref RowRing a, ref RowRing b)
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a.Key(i) != b.Key(i)) return false;
        }

        return true;
    }

    // Sorted by the device: then the names are those of the readings, held once.
    private static string[] NamesOf(ReadOnlySpan<string> names, int[] columns, Readings merged)
    {
        if (columns.Length == names.Length && merged.ShareNames(names) is { } shared) return shared;
        var picked = new string[columns.Length];
        for (var c = 0; c < picked.Length; c++) picked[c] = merged.NameOf(names[columns[c]]);
        return picked;
    }

    private static int[] Columns(HistoryGroup group) => [.. Enumerable.Range(0, group.Names.Length)];

    private delegate ref RowRing Ring(HistoryGroup group);
}
