using Diten.Simulation.Engine;

namespace Diten.Simulation.Live;

/// <summary>Who is near whom on the radio.</summary>
internal static class Neighbourhood
{
    /// <summary>The nearest devices of the same station, nearest first; of equals the first by index.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="cell">Devices of its station.</param>
    /// <param name="count">At most so many.</param>
    public static IReadOnlyList<DeviceView> Of(DeviceView device, IReadOnlyList<DeviceView> cell, int count)
    {
        var others = cell.Where(other => other.Index != device.Index).Select(other => (other, Distance(device, other))).ToArray();
        Array.Sort(others, static (a, b) => a.Item2.CompareTo(b.Item2) is var c and not 0 ? c : a.other.Index.CompareTo(b.other.Index));
        return [.. others.Take(count).Select(pair => pair.other)];
    }

    private static double Distance(DeviceView a, DeviceView b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}
