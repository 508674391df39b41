using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>A place in the plant, m east and north of its centre.</summary>
internal readonly record struct Place(double X, double Y)
{
    /// <summary>Distance in m.</summary>
    public double DistanceTo(Place other) => double.Hypot(X - other.X, Y - other.Y);
}

/// <summary>Where the base stations and devices stand: hexagonal cells in a spiral around the centre.</summary>
internal static class Layout
{
    private static readonly (int Q, int R)[] Directions = [(0, -1), (-1, 0), (-1, 1), (0, 1), (1, 0), (1, -1)];

    /// <summary>Centres of the first <paramref name="count"/> hexagonal cells, ring by ring.</summary>
    /// <param name="count">Stations.</param>
    /// <param name="radius">Centre to corner, m.</param>
    public static Place[] Stations(int count, double radius)
    {
        var places = new Place[count];
        var taken = 1;
        for (var ring = 1; taken < count; ring++)
        {
            var (q, r) = (ring, 0);
            foreach (var (dq, dr) in Directions)
            {
                for (var step = 0; step < ring && taken < count; step++, (q, r) = (q + dq, r + dr))
                    places[taken++] = new Place(Math.Sqrt(3) * (q + (r / 2.0)) * radius, 1.5 * r * radius);
            }
        }
        return places;
    }

    /// <summary>A uniform place in the cell around <paramref name="centre"/>, at least the minimum distance away from it.</summary>
    /// <param name="centre">The station.</param>
    /// <param name="options">Cell radius, minimum distance, seed.</param>
    /// <param name="purpose">Initial layout or a move.</param>
    /// <param name="device">Device index.</param>
    /// <param name="round">Round of the move; 0 for the initial layout.</param>
    public static Place InCell(Place centre, ScenarioOptions options, Purpose purpose, int device, int round)
    {
        for (var attempt = 0; ; attempt++)
        {
            var x = ((2 * CounterRandom.Uniform(options.Seed, purpose, device, round, 2 * attempt)) - 1) * options.CellRadiusMetres;
            var y = ((2 * CounterRandom.Uniform(options.Seed, purpose, device, round, (2 * attempt) + 1)) - 1) * options.CellRadiusMetres;
            var inside = Math.Abs(x) <= Math.Sqrt(3) / 2 * options.CellRadiusMetres
                && (Math.Abs(x) / Math.Sqrt(3)) + Math.Abs(y) <= options.CellRadiusMetres;
            if (inside && double.Hypot(x, y) >= options.MinimumDistanceMetres) return new Place(centre.X + x, centre.Y + y);
        }
    }

    /// <summary>Index of the nearest station; the first of equals.</summary>
    public static int Nearest(ReadOnlySpan<Place> stations, Place place)
    {
        var best = 0;
        for (var s = 1; s < stations.Length; s++)
            if (stations[s].DistanceTo(place) < stations[best].DistanceTo(place)) best = s;
        return best;
    }
}
