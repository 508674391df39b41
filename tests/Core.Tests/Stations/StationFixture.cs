using Diten.Core.Stations;

namespace Diten.Core.Tests.Stations;

internal static class StationFixture
{
    public static StationState Station(int devices, SelectionRule? selection = null, Func<StationOptions, StationOptions>? with = null, string id = "bs-1")
    {
        var options = new StationOptions { Parameters = 2, Selection = selection ?? SelectionRule.All };
        var state = BaseStation.Create(id, with?.Invoke(options) ?? options, [1, 1]);
        for (var i = 0; i < devices; i++) Assert.True(BaseStation.Register(state, new Registration(Name(i), 1, 100 * (i + 1))));
        return state;
    }

    public static string Name(int i) => $"d{i:d3}";

    public static OfferOutcome Offer(StationState state, int device, double tau, double now = 0) =>
        BaseStation.Offer(state, new UpdateOffer(Name(device), 1, state.Round, tau), now);

    public static DeviceUpdate Update(StationState state, int device, long? sequence = null, params float[] parameters) =>
        new(Name(device), 1, state.Round, sequence ?? state.Round, state.ModelVersion, parameters.Length == 0 ? [2f, 2f] : parameters);

    /// <summary>A round up to the uploads in which everybody offers τ = index + 1.</summary>
    public static SelectionOutcome OpenUploads(StationState state, int devices)
    {
        BaseStation.BeginRound(state, 0);
        for (var i = 0; i < devices; i++) Assert.NotEqual(OfferDecision.Refused, Offer(state, i, i + 1).Decision);
        return BaseStation.CloseOffers(state, 0);
    }
}
