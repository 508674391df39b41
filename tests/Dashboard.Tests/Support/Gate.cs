using System.Net;
using System.Net.Sockets;

namespace Diten.Dashboard.Tests.Support;

/// <summary>
/// A port of this machine that passes connections on to a server while it is open, and resets them while it is shut: a
/// server can go and come back under one address without another program taking the port in between.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly Task _accepting;
    private Uri? _target;

    public Gate()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Passes new connections on to a server of this machine.</summary>
    public void Open(Uri target)
    {
        lock (_lock) _target = target;
    }

    /// <summary>Resets every connection, and new ones at once.</summary>
    public void Shut()
    {
        lock (_lock)
        {
            _target = null;
            foreach (var client in _open) client.Client.Close(0);
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Shut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested) _ = PassOnAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task PassOnAsync(TcpClient near)
    {
        using var far = new TcpClient();
        Uri? target;
        lock (_lock)
        {
            target = _target;
            if (target is not null) _open.Add(near);
        }

        try
        {
            if (target is null) return;
            await far.ConnectAsync(target.Host, target.Port, _stop.Token);
            var (a, b) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(a.CopyToAsync(b, _stop.Token), b.CopyToAsync(a, _stop.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One side has gone; the other goes too.
        }
        finally
        {
            lock (_lock) _open.Remove(near);
            if (near.Client is { } socket) socket.Close(0);
            near.Dispose();
        }
    }
}
