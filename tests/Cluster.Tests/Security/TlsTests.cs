using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Silo;
using Diten.Security;
using Diten.Silo.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Diten.Cluster.Tests.Security;

/// <summary>Both ends of a connection must show a certificate of the authority that the other trusts.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Secret = "the plant's secret";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly SiloFolder _folder = new();
    private readonly TestCertificates _ours;
    private readonly TestCertificates _theirs;

    public TlsTests() => (_ours, _theirs) = (new TestCertificates(_folder, "ours"), new TestCertificates(_folder, "theirs"));

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Members_talk_and_nobody_else_can_read_it()
    {
        var (heard, wire) = await TalkAsync(_ours.Member(), _ours.Member());
        Assert.Equal(Secret, heard);
        Assert.True(wire.Length > Secret.Length);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(wire), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_refuses_a_stranger() => Assert.Null((await TalkAsync(_ours.Member(), _theirs.Member(trusted: _ours))).Heard);

    [Fact]
    public async Task A_member_does_not_talk_to_a_stranger() => Assert.Null((await TalkAsync(_theirs.Member(trusted: _ours), _ours.Member())).Heard);

    [Fact]
    public async Task A_certificate_that_has_run_out_is_refused() => Assert.Null((await TalkAsync(_ours.Member(), _ours.Member(until: 2021))).Heard);

    [Fact]
    public async Task Whoever_speaks_no_TLS_is_refused()
    {
        var (server, client) = Connect();
        var serving = RunAsync(server, TlsIdentity.Load(_ours.Member()), asServer: true, _ => throw new InvalidOperationException("was let in"));
        await client.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: silo\r\n\r\n"));
        await serving.WaitAsync(s_patience);
        await Eventually.HoldsAsync(() => server.ConnectionClosed.IsCancellationRequested, "the connection is closed");
    }

    [Fact]
    public void A_key_of_another_certificate_is_told_as_a_wrong_setting()
    {
        var settings = new TlsSettings { Certificate = _ours.Issue().Certificate, Key = _ours.Issue().Key, Authority = _ours.AuthorityFile };
        Assert.StartsWith("Diten:Tls:Certificate: ", Assert.Single(Assert.Throws<SettingsException>(() => settings.Load()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_certificates_is_no_authority()
    {
        File.WriteAllText(_folder["empty.pem"], "");
        var (certificate, key) = _ours.Issue();
        var settings = new TlsSettings { Certificate = certificate, Key = key, Authority = _folder["empty.pem"] };
        Assert.StartsWith("Diten:Tls:Authority: ", Assert.Single(Assert.Throws<SettingsException>(() => settings.Load()).Problems), StringComparison.Ordinal);
    }

    /// <summary>The client says the secret and the server listens.</summary>
    /// <returns>What the server heard, null if it heard nothing; and the bytes that went from client to server.</returns>
    private static async Task<(string? Heard, byte[] Wire)> TalkAsync(TlsFiles serverFiles, TlsFiles clientFiles)
    {
        var (server, client) = Connect();
        string? heard = null;
        var serving = RunAsync(server, TlsIdentity.Load(serverFiles), asServer: true, async context =>
        {
            var read = await context.Transport.Input.ReadAtLeastAsync(Secret.Length);
            if (!read.Buffer.IsEmpty) heard = Encoding.ASCII.GetString(read.Buffer);
        });
        var telling = RunAsync(client, TlsIdentity.Load(clientFiles), asServer: false, async context =>
        {
            await context.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(Secret));
            await serving;
        });
        // With TLS 1.3 a client may believe itself in before the server has refused it.
        var ending = serving.ContinueWith(_ => client.Transport.Input.Complete(), TaskScheduler.Default);
        await Task.WhenAll(ending, telling).WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.WaitAsync(s_patience);
        if (telling.Exception is { } refused) Assert.StartsWith("TLS with ", Assert.IsType<TlsHandshakeException>(refused.InnerException).Message, StringComparison.Ordinal);
        Assert.True(telling.IsCompleted);
        return (heard, ((RecordingPipe)client.Transport).Sent);
    }

    private static Task RunAsync(ConnectionContext context, TlsIdentity identity, bool asServer, ConnectionDelegate body)
    {
        var builder = new ConnectionBuilder(new ServiceCollection().BuildServiceProvider());
        builder.UseTls(identity, asServer);
        builder.Run(context => body(context));
        return Task.Run(async () =>
        {
            try
            {
                await builder.Build()(context);
            }
            catch (TlsHandshakeException)
            {
                // As Orleans does with a connection that fails.
                context.Abort();
                throw;
            }
        });
    }

    private static (DefaultConnectionContext Server, DefaultConnectionContext Client) Connect()
    {
        var (up, down) = (new Pipe(), new Pipe());
        var server = new Closing { ConnectionId = "server", Transport = new RecordingPipe(up.Reader, down.Writer) };
        var client = new Closing { ConnectionId = "client", Transport = new RecordingPipe(down.Reader, up.Writer) };
        return (server, client);
    }

    /// <summary>A refused connection is closed, and the other end sees the end of the stream, as over TCP.</summary>
    private sealed class Closing : DefaultConnectionContext
    {
        public override void Abort(ConnectionAbortedException abortReason)
        {
            Transport.Output.Complete();
            base.Abort(abortReason);
        }
    }

    private sealed class RecordingPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        private readonly RecordingWriter _output = new(output);

        public PipeReader Input => input;

        public PipeWriter Output => _output;

        public byte[] Sent => _output.Sent;
    }

    private sealed class RecordingWriter(PipeWriter inner) : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _sent = new();
        private Memory<byte> _memory;

        public byte[] Sent => _sent.WrittenSpan.ToArray();

        public override void Advance(int bytes)
        {
            _sent.Write(_memory.Span[..bytes]);
            inner.Advance(bytes);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
