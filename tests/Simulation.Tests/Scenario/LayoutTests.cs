using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Scenario;

public sealed class LayoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(100)]
    public void Neighbouring_stations_are_root_three_radii_apart(int count)
    {
        var stations = Layout.Stations(count, 250);
        Assert.Equal(new Place(0, 0), stations[0]);
        for (var i = 1; i < count; i++)
        {
            var nearest = stations.Where((_, j) => j != i).Min(other => other.DistanceTo(stations[i]));
            Assert.Equal(Math.Sqrt(3) * 250, nearest, 6);
        }
    }

    [Fact]
    public void A_place_in_a_cell_is_nearest_to_its_station_and_not_too_close()
    {
        var options = new ScenarioOptions { Stations = 7 };
        var stations = Layout.Stations(7, options.CellRadiusMetres);
        for (var i = 0; i < 700; i++)
        {
            var place = Layout.InCell(stations[i % 7], options, Purpose.Layout, i, 0);
            Assert.Equal(i % 7, Layout.Nearest(stations, place));
            Assert.InRange(place.DistanceTo(stations[i % 7]), options.MinimumDistanceMetres, options.CellRadiusMetres);
        }
    }
}
