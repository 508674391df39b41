using System.ComponentModel.DataAnnotations;
using Diten.Core.Aggregation;

namespace Diten.Core.Stations;

/// <summary>How a base station runs its rounds.</summary>
public sealed record StationOptions
{
    /// <summary>P, parameters of the model, 0 or more; 0 keeps the books of a network that does not train.</summary>
    [Range(0, int.MaxValue)]
    public required int Parameters { get; init; }

    /// <summary>Who takes part; default: everyone.</summary>
    public SelectionRule Selection { get; init; } = SelectionRule.All;

    /// <summary>Aggregation by name, see <see cref="Aggregators"/>; default <c>normalized</c>.</summary>
    public string Aggregation { get; init; } = Aggregators.Default;

    /// <summary>Who takes the new model; default <see cref="AdoptionRule.Keep"/>.</summary>
    public AdoptionRule Adoption { get; init; }

    /// <summary>Time for offers, s, above 0; null: until every member that is not away has offered; default null.</summary>
    [Range(double.Epsilon, double.MaxValue)]
    public double? OfferSeconds { get; init; }

    /// <summary>Time for uploads after the offers are closed, s, above 0; null: until all that were chosen have sent; default null.</summary>
    [Range(double.Epsilon, double.MaxValue)]
    public double? UploadSeconds { get; init; }

    /// <summary>Updates at which the station aggregates without waiting for the others, 1 or more; null: all that were chosen; default null.</summary>
    [Range(1, int.MaxValue)]
    public int? AggregateAt { get; init; }

    /// <summary>Model versions that an update's base may lie behind, 0 or more; null: any; default null (under <c>keep</c> a base grows old by rule).</summary>
    [Range(0, int.MaxValue)]
    public int? MaxStaleness { get; init; }

    /// <summary>Largest ‖w_k‖ that is taken, above 0; null: any finite; default null.</summary>
    [Range(double.Epsilon, double.MaxValue)]
    public double? MaxNorm { get; init; }

    /// <summary>Largest ‖w_k − w_g‖/‖w_g‖ that is taken, above 0; null: any; default null. Not looked at while ‖w_g‖ = 0.</summary>
    [Range(double.Epsilon, double.MaxValue)]
    public double? MaxRelativeChange { get; init; }

    /// <summary>
    /// Most devices that may be chosen in a round, 1 or more, whatever the rule; null: any number; default null. With
    /// subcarriers to deal out it is C0, and where more would take part those with the largest τ do.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? MostParticipants { get; init; }

    /// <summary>
    /// Whether a round in which nobody has offered when <see cref="OfferSeconds"/> are over stays open for as long again,
    /// so that a station whose devices are all away does not count rounds; default false.
    /// </summary>
    public bool WaitForOffers { get; init; }

    /// <summary>
    /// Rounds in a row whose offers closed without a word of a member, after which it counts as away until it is heard again, 1 or
    /// more; null: never; default null. Nobody waits for the offers of who is away; one that says farewell
    /// (<see cref="BaseStation.NoteAway"/>) is away at once.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? AwayAfter { get; init; }

    /// <summary>
    /// Rounds for which the station remembers a device that left, 1 or more; default 256. A copy of its old registration
    /// that comes still later is taken for a new one, so it should outlast any message under way; what is remembered is
    /// one entry per device that left within these rounds.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int DepartureRounds { get; init; } = 256;

    /// <summary>Checks the whole.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Selection.Validate();
        _ = Aggregators.Parse(Aggregation);
        if (Parameters < 0) throw new ArgumentException($"parameters = {Parameters} must be 0 or more", nameof(Parameters));
        if (AggregateAt < 1) throw new ArgumentException($"aggregateAt = {AggregateAt} must be 1 or more", nameof(AggregateAt));
        if (MostParticipants < 1) throw new ArgumentException($"mostParticipants = {MostParticipants} must be 1 or more", nameof(MostParticipants));
        if (AwayAfter < 1) throw new ArgumentException($"awayAfter = {AwayAfter} must be 1 or more", nameof(AwayAfter));
        if (DepartureRounds < 1) throw new ArgumentException($"departureRounds = {DepartureRounds} must be 1 or more", nameof(DepartureRounds));
        if (MaxStaleness < 0) throw new ArgumentException($"maxStaleness = {MaxStaleness} must be 0 or more", nameof(MaxStaleness));
        Positive(OfferSeconds, "offerSeconds");
        Positive(UploadSeconds, "uploadSeconds");
        Positive(MaxNorm, "maxNorm");
        Positive(MaxRelativeChange, "maxRelativeChange");
    }

    private static void Positive(double? value, string name)
    {
        if (value is { } v && !(double.IsFinite(v) && v > 0)) throw new ArgumentException($"{name} = {v:R} must be finite and above 0", name);
    }
}
