using System.Net.ServerSentEvents;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

public sealed class EventTests
{
    [Fact]
    public async Task Events_arrive_as_they_happen_with_ids_to_resume_from()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        string id;
        await using (var live = await Open(dashboard))
        {
            dashboard.Network.RunRound();
            var e = await live.Next();
            Assert.Equal("round", e.EventType);
            Assert.Equal("""{"id":3,"kind":"round","subject":"mbs","round":3}""", e.Data);
            id = e.EventId!;
        }
        dashboard.Network.RunRound();
        dashboard.Network.RunRound();
        await using var resumed = await Open(dashboard, ("Last-Event-ID", id));
        Assert.Equal("4", (await resumed.Next()).EventId);
        Assert.Equal("5", (await resumed.Next()).EventId);
    }

    [Fact]
    public async Task A_watcher_that_leaves_is_forgotten()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await using (await Open(dashboard)) Assert.Equal(1, dashboard.Network.Watchers);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (dashboard.Network.Watchers > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_bad_resume_id_is_named()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Get("/api/v1/events", ("Last-Event-ID", "abc")), 400, "Last-Event-ID", "0 or more");
    }

    private static async Task<OpenStream> Open(RunningDashboard dashboard, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/events", UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await dashboard.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (dashboard.Network.Watchers == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        return new OpenStream(response, await response.Content.ReadAsStreamAsync());
    }

    private sealed class OpenStream(HttpResponseMessage response, Stream stream) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        public async Task<SseItem<string>> Next()
        {
            Assert.True(await _items.MoveNextAsync());
            return _items.Current;
        }

        public async ValueTask DisposeAsync()
        {
            await _items.DisposeAsync();
            await stream.DisposeAsync();
            response.Dispose();
        }
    }
}
