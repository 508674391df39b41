using Diten.Core.Network;

namespace Diten.Dashboard.Charts;

/// <summary>Fits the plant's metres into the picture, with one scale for both directions.</summary>
internal sealed class MapView
{
    private readonly double _centerX;
    private readonly double _centerY;
    private readonly double _width;
    private readonly double _height;

    public MapView(IReadOnlyList<DevicePosition> devices, IReadOnlyList<StationSnapshot> stations, double width, double height, double margin)
    {
        var xs = devices.Select(d => d.X).Concat(stations.Select(s => s.X)).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var ys = devices.Select(d => d.Y).Concat(stations.Select(s => s.Y)).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        (_centerX, _centerY) = ((xs.Min() + xs.Max()) / 2, (ys.Min() + ys.Max()) / 2);
        (_width, _height) = (width, height);
        Scale = Math.Min((width - (2 * margin)) / Math.Max(1, xs.Max() - xs.Min()), (height - (2 * margin)) / Math.Max(1, ys.Max() - ys.Min()));
    }

    /// <summary>Pixels per metre.</summary>
    public double Scale { get; }

    public double X(double east) => (_width / 2) + ((east - _centerX) * Scale);

    public double Y(double north) => (_height / 2) - ((north - _centerY) * Scale);
}
