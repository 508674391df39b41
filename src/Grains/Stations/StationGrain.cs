using Diten.Core.Stations;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Diten.Grains.Stations;

/// <summary>
/// A base station in real time: it loads, asks Core, stores, announces. Reentrant, so that many uploads may wait for one write
/// of the state: all transitions are synchronous calls of Core, and whatever goes on after an await first looks whether the
/// book is still the one it began with. It never awaits a twin or the macro base station within a request.
/// </summary>
[Reentrant, StationPlacement]
internal sealed partial class StationGrain : Grain, IStationGrain, IRemindable
{
    private readonly TimeProvider _time;
    private readonly DurabilityOptions _durability;
    private readonly ReminderOptions _reminders;
    private readonly ILogger<StationGrain> _log;
    private readonly ModelStore _models;
    private readonly StationStore _store;
    private readonly StationPresence _presence;
    private StationBook? _book;
    private Task? _loading;
    private bool _isLoaded;
    private bool _isLeaving;

    public StationGrain(
        [FromKeyedServices(StorageNames.State)] IGrainStorage storage,
        TimeProvider time,
        IOptions<DurabilityOptions> durability,
        IOptions<ReminderOptions> reminders,
        StationPresence presence,
        ILogger<StationGrain> log)
    {
        (_time, _durability, _reminders, _log) = (time, durability.Value, reminders.Value, log);
        _models = new ModelStore(GrainFactory);
        _store = new StationStore(this.GetPrimaryKeyString(), new RecordStore(storage, this.GetGrainId()), _models);
        _presence = presence;
        presence.Leaving = Leave;
    }

    private string Id => this.GetPrimaryKeyString();

    /// <summary>The station's clock: s of Unix time, which goes on while it is not active.</summary>
    private double Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        StartClock();
        await LoadAsync();
        if (_book is not null) await KeepAliveAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Leave();
        if (_book is not { IsDirty: true }) return;
        try
        {
            await CommitAsync().WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogLeftUnwritten(failure, Id);
        }
    }

    /// <summary>The station has been called back to life, or is alive: either way it goes on.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Poke();
        return Task.CompletedTask;
    }

    /// <summary>The book, loaded anew if the last write failed; null if the station is not configured.</summary>
    /// <remarks>Throws what storage throws while it is out, so that a call fails rather than tells what is not stored.</remarks>
    private async ValueTask<StationBook?> OpenAsync()
    {
        while (!_isLoaded) await (_loading ??= LoadAsync());
        return _book;
    }

    private async Task LoadAsync()
    {
        try
        {
            var book = await _store.LoadAsync();
            (_book, _isLoaded) = (book, true);
            if (book is null) return;
            _granted = book.State.Phase == StationPhase.Uploading && book.Plan?.Round == book.State.Round && book.Plan.Owner is not null ? book.State.Round : 0;
            LogLoaded(Id, book.State.Round, book.State.Phase, book.State.Members.Count, book.State.Buffer.Count);
            Announce();
            Poke();
        }
        finally
        {
            _loading = null;
        }
    }

    /// <summary>Whether a book is still in force; asked after every await.</summary>
    private bool Holds(StationBook book) => ReferenceEquals(book, _book) && !_isLeaving;

    /// <summary>Wakes those who watch, since a deactivation waits for them. What has been begun goes on elsewhere.</summary>
    private void Leave()
    {
        if (_isLeaving) return;
        _isLeaving = true;
        Announce();
    }

    private async Task KeepAliveAsync()
    {
        var period = TimeSpan.FromSeconds(20) is var wanted && wanted < _reminders.MinimumReminderPeriod ? _reminders.MinimumReminderPeriod : wanted;
        try
        {
            if (await this.GetReminder(ReminderName) is null) await this.RegisterOrUpdateReminder(ReminderName, period, period);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The station runs without it; its clients' calls keep it alive.
            LogNoReminder(failure, Id);
        }
    }

    private const string ReminderName = "alive";

    private static StationStatusMessage Unconfigured(string id) => new() { Station = id, Sequence = 0, Phase = (PhaseCode)StationPhase.Idle };
}
