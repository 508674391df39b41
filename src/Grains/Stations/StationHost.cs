using Diten.Core.Stations;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Grains.Telemetry;
using Diten.Interfaces;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Diten.Grains.Stations;

/// <summary>What stations need of their silo.</summary>
internal sealed record StationEnvironment(
    [FromKeyedServices(StorageNames.State)] IGrainStorage Storage,
    TimeProvider Time,
    IOptions<DurabilityOptions> Durability,
    IOptions<ReminderOptions> Reminders,
    ILoggerFactory Logs);

/// <summary>
/// What base stations and the macro base station have in common: a book that is loaded, written and announced, a clock that
/// drives the state machine, and an outbox. Both are reentrant, so that many calls may wait for one write: all transitions are
/// synchronous calls of Core, and whatever goes on after an await first looks whether the book is still the one it began with.
/// </summary>
internal abstract partial class StationHost : Grain, IRemindable
{
    private const string ReminderName = "alive";
    private static readonly TimeSpan s_reminderPeriod = TimeSpan.FromSeconds(20);
    private readonly DurabilityOptions _durability;
    private readonly ReminderOptions _reminders;
    private readonly ILogger _log;
    private readonly StationStore _store;
    private readonly StationPresence _presence;
    private StationBook? _book;
    private Task? _loading;
    private bool _isLoaded;
    private bool _isLeaving;

    protected StationHost(StationEnvironment environment, StationPresence presence)
    {
        (Time, _durability, _reminders) = (environment.Time, environment.Durability.Value, environment.Reminders.Value);
        _log = environment.Logs.CreateLogger(GetType());
        Models = new ModelStore(GrainFactory);
        _store = new StationStore(Id, new RecordStore(environment.Storage, this.GetGrainId()), Models);
        Telemetry = new StationTelemetry(Id, isMacro: this is IMacroStationGrain);
        _presence = presence;
        // Those who watch are woken when the station is to move, since it can only leave when no request is running.
        presence.Leaving = () => Wake(_sequence);
        presence.Stopping = WriteBeforeStoppingAsync;
    }

    protected string Id => this.GetPrimaryKeyString();

    protected ModelStore Models { get; }

    protected TimeProvider Time { get; }

    protected StationTelemetry Telemetry { get; }

    protected ILogger Log => _log;

    /// <summary>The station's clock: s of Unix time, which goes on while it is not active.</summary>
    protected double Now => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        StartClock();
        if (await OpenAsync() is not null) await KeepAliveAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        Telemetry.Close();
        Wake(_sequence);
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
    /// <exception cref="StateNotStoredException">The store is out: a call fails rather than tells what is not stored.</exception>
    protected async ValueTask<StationBook?> OpenAsync()
    {
        while (!_isLoaded)
        {
            // Those who come while it is being loaded share the load; after a failure the next one tries again.
            var loading = _loading ??= LoadAsync();
            try
            {
                await loading;
            }
            finally
            {
                if (ReferenceEquals(_loading, loading)) _loading = null;
            }
        }

        return _book;
    }

    /// <summary>Whether a book is still in force; asked after every await.</summary>
    protected bool Holds(StationBook book) => ReferenceEquals(book, _book) && !_isLeaving;

    /// <summary>Begins the book of a station that has none, and stores it whatever the durability mode: its devices go by it.</summary>
    protected async Task CreateAsync(StationBook book)
    {
        if (_book is not null) throw new InvalidOperationException($"station {Id} is there");
        _book = book;
        await CommitAsync();
        Announce();
        Poke();
    }

    /// <summary>Sees to it that the station is activated again by itself after the loss of its silo.</summary>
    protected async Task KeepAliveAsync()
    {
        var period = s_reminderPeriod < _reminders.MinimumReminderPeriod ? _reminders.MinimumReminderPeriod : s_reminderPeriod;
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

    /// <summary>The station has done what it was set up for: nothing needs to bring it back.</summary>
    protected async Task RestAsync()
    {
        try
        {
            if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // It is woken now and then for nothing, which does no harm.
            LogNoReminder(failure, Id);
        }
    }

    /// <summary>Called when the station has been loaded; it may be in the middle of a round.</summary>
    protected virtual void OnLoaded(StationBook book)
    {
    }

    // The store's own exception stays in the log: its type may be unknown to the caller.
    private StateNotStoredException OutOfReach(Exception failure) =>
        new($"station '{Id}': the store did not answer as it should ({failure.GetType().Name}: {failure.Message}); nothing is acknowledged, try again");

    private async Task LoadAsync()
    {
        StationBook? book;
        try
        {
            book = await _store.LoadAsync();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogReadFailed(failure, Id);
            throw OutOfReach(failure);
        }

        (_book, _isLoaded) = (book, true);
        if (book is null) return;
        LogLoaded(Id, book.State.Round, book.State.Phase, book.State.Members.Count, book.State.Buffer.Count);
        Telemetry.Resume(book);
        OnLoaded(book);
        Announce();
        Poke();
        Tell();
    }
}
