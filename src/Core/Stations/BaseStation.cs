namespace Diten.Core.Stations;

/// <summary>
/// The base station of Alg. 1 as a state machine: register → begin a round → offers → close → uploads → aggregate. The
/// simulator drives it in virtual time and the cluster in real time with the same calls; <c>now</c> is seconds on any
/// clock that does not run backwards. An expected refusal is an outcome and is counted; exceptions are bugs of the driver.
/// </summary>
public static partial class BaseStation
{
    /// <summary>Makes a station.</summary>
    /// <param name="id">Station id.</param>
    /// <param name="options">Checked here.</param>
    /// <param name="model">Initial w_g, finite, as many values as the options say; not copied.</param>
    /// <exception cref="ArgumentException">An option or the model is out of its range; the message names it.</exception>
    public static StationState Create(string id, StationOptions options, float[] model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        options.Validate();
        RequireModel(options, model);
        return new StationState { Id = id, Options = options, Model = model };
    }

    /// <summary>
    /// Registers a device, or updates one of the same epoch (its samples, and its frequency and rate where they are told). False, and nothing changes, if the device is
    /// here with a newer epoch or left with this one or a newer one, not longer ago than is remembered: a late copy of an old registration.
    /// </summary>
    /// <exception cref="ArgumentException">A value of the registration is out of its range.</exception>
    public static bool Register(StationState state, Registration registration)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentException.ThrowIfNullOrWhiteSpace(registration.Device);
        if (!double.IsFinite(registration.Samples) || registration.Samples <= 0)
            throw new ArgumentException($"samples = {registration.Samples:R} must be finite and above 0", nameof(registration));
        if (registration.Epoch < 1) throw new ArgumentException($"epoch = {registration.Epoch} must be 1 or more", nameof(registration));
        if (registration.Staleness < 0) throw new ArgumentException($"staleness = {registration.Staleness} must be 0 or more", nameof(registration));
        if (registration.LastUpdate < 0) throw new ArgumentException($"lastUpdate = {registration.LastUpdate} must be 0 or more", nameof(registration));
        if (!double.IsFinite(registration.FrequencyHz) || registration.FrequencyHz < 0)
            throw new ArgumentException($"frequencyHz = {registration.FrequencyHz:R} must be finite and 0 or more", nameof(registration));
        if (!double.IsFinite(registration.SubcarrierRate) || registration.SubcarrierRate < 0)
            throw new ArgumentException($"subcarrierRate = {registration.SubcarrierRate:R} must be finite and 0 or more", nameof(registration));
        if (state.Departed.TryGetValue(registration.Device, out var left) && left.Epoch >= registration.Epoch) return false;
        if (state.Members.TryGetValue(registration.Device, out var known))
        {
            if (known.Epoch > registration.Epoch) return false;
            if (known.Epoch == registration.Epoch)
            {
                known.Samples = registration.Samples;
                if (registration.FrequencyHz > 0) known.FrequencyHz = registration.FrequencyHz;
                if (registration.SubcarrierRate > 0) known.SubcarrierRate = registration.SubcarrierRate;
                Hear(state, known);
                return true;
            }

            // The same device anew, without having been seen off: what this station counted stays counted.
            registration = registration with { LastUpdate = Math.Max(known.LastUpdate, registration.LastUpdate) };
            Withdraw(state, registration.Device);
            Hear(state, known);
        }

        state.Departed.Remove(registration.Device);
        // Whose update is in the open round's buffer has taken part in it, whatever it did and counted elsewhere since.
        var counted = IsOpen(state) && state.Buffer.Exists(update => update.Device == registration.Device);
        state.Members[registration.Device] = new StationMember
        {
            Id = registration.Device,
            Epoch = registration.Epoch,
            Samples = registration.Samples,
            // Between rounds a device that took part in the old station's open round is free for the next one here.
            LastRound = counted ? state.Round : IsOpen(state) ? state.Round - registration.Staleness : Math.Min(state.Round, state.Round + 1 - registration.Staleness),
            LastUpdate = registration.LastUpdate,
            RoundsTaken = registration.RoundsTaken,
            FrequencyHz = registration.FrequencyHz,
            SubcarrierRate = registration.SubcarrierRate,
            HeardRound = state.Round,
        };
        return true;
    }

    /// <summary>
    /// Sees a device off and gives what the next station must know, or null if it is not here under that epoch. An update
    /// that is already in the buffer stays there and is in the ticket as counted. Asked again after it has left under that
    /// epoch, it gives the same ticket again.
    /// </summary>
    public static Registration? Deregister(StationState state, string device, int epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Members.TryGetValue(device, out var member)) return state.Departed.TryGetValue(device, out var left) && left.Epoch == epoch ? left.Ticket : null;
        if (member.Epoch != epoch) return null;
        Withdraw(state, device);
        Hear(state, member);
        state.Members.Remove(device);
        var staleness = (IsOpen(state) ? state.Round : state.Round + 1) - member.LastRound;
        var ticket = new Registration(device, epoch + 1, member.Samples, member.LastUpdate, staleness, member.RoundsTaken, member.FrequencyHz, member.SubcarrierRate);
        state.Departed[device] = new Departure(epoch, state.Round, ticket);
        return ticket;
    }

    /// <summary>
    /// Stops waiting for a device in this round, for example after its last will: while offers are collected its offer is taken
    /// back, afterwards its update is not awaited. What has arrived stays.
    /// </summary>
    /// <returns>True if it had offered, or was awaited.</returns>
    public static bool Withdraw(StationState state, string device)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Members.TryGetValue(device, out var member)) return false;
        if (state.Phase == StationPhase.CollectingOffers && member.OfferRound == state.Round)
        {
            member.OfferRound = 0;
            state.Offers--;
            return true;
        }

        if (!member.Awaited) return false;
        member.Awaited = false;
        state.Awaited--;
        return true;
    }

    /// <summary>t − t_l of a member at the open round, for Eq. (21); null if it is not registered.</summary>
    public static int? RoundGap(StationState state, string device)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Members.TryGetValue(device, out var member) ? state.Round - member.LastRound : null;
    }

    /// <summary>Replaces the model, for example by the macro base station's; the version grows by one.</summary>
    /// <param name="state">A station that is not in the middle of an aggregation.</param>
    /// <param name="model">w_g, finite, P values; not copied.</param>
    /// <exception cref="ArgumentException">Wrong length or not finite.</exception>
    /// <exception cref="InvalidOperationException">An aggregation is under way.</exception>
    public static int ReplaceModel(StationState state, float[] model)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(model);
        if (state.Phase == StationPhase.Aggregating) throw new InvalidOperationException("an aggregation is under way; replace the model after it");
        RequireModel(state.Options, model);
        state.Model = model;
        return ++state.ModelVersion;
    }

    private static bool IsOpen(StationState state) => state.Phase is StationPhase.CollectingOffers or StationPhase.Uploading or StationPhase.Aggregating;

    private static void RequireModel(StationOptions options, float[] model)
    {
        if (model.Length != options.Parameters) throw new ArgumentException($"model has {model.Length} parameters, the options say {options.Parameters}", nameof(model));
        if (!double.IsFinite(Aggregation.ModelNorm.Of(model))) throw new ArgumentException("model has a parameter that is not finite", nameof(model));
    }
}
