using Diten.Core.Network;
using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

/// <summary>Machines that are watched and take no part in learning.</summary>
public sealed class MachineTests
{
    [Fact]
    public void Registering_makes_the_twin_once()
    {
        var (made, first) = Twin.RegisterMachine(null, "press-1", "hall-a", Start, Options);
        Assert.Null(first.Error);
        Assert.Equal(("press-1", "hall-a", 0), (made!.Id, made.Station, made.Samples));
        Assert.False(Twin.Learns(made));
        Assert.Equal(Liveness.Unknown, Twin.LivenessAt(made, At(1), Options));
        var (again, second) = Twin.RegisterMachine(made, "press-1", "hall-a", At(5), Options);
        Assert.Null(second.Error);
        Assert.Same(made, again);
    }

    [Fact]
    public void Moving_keeps_its_reports_and_tells_who_is_linked()
    {
        var machine = Accept(Twin.RegisterMachine(null, "press-1", "hall-a", Start, Options).Next!, Report(7, 1, ("temperatureK", 300)));
        (machine, _) = Twin.Link(machine, "press-2", LinkKinds.RadioNeighbour, At(2), Options);
        var (moved, outcome) = Twin.RegisterMachine(machine, "press-1", "hall-b", At(3), Options);
        Assert.Equal(("hall-b", 7L, machine.Revision + 1, 300.0), (moved!.Station, moved.LastSequence, moved.Revision, moved.State["temperatureK"]));
        Assert.Equal(("handover", "hall-a to hall-b"), (moved.Deltas[0].Kind, moved.Deltas[0].Note));
        Assert.Equal("press-2", Assert.Single(outcome.Notifications).To);
    }

    [Fact]
    public void A_device_that_learns_is_refused()
    {
        var device = New();
        var (same, outcome) = Twin.RegisterMachine(device, device.Id, "hall-b", Start, Options);
        Assert.Same(device, same);
        Assert.Contains("learns at station 'bs-1'", outcome.Error, StringComparison.Ordinal);
    }
}
