using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Diten.Learning.Data.Downloads;

namespace Diten.Learning.Tests.Data;

public sealed class DataDownloadTests : IDisposable
{
    private static readonly byte[] Content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
    private readonly TemporaryFolder folder = new();

    private static readonly DataOffer Offer = new(
        "set",
        [new Uri("https://one.invalid/a/"), new Uri("https://two.invalid/b/")],
        [new DataFile("f.gz", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)))],
        "none");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_file_arrives_under_its_name_and_is_not_fetched_again()
    {
        using var net = new Net(_ => Answer(Content));
        var seen = new List<DownloadProgress>();
        Assert.Equal([folder["f.gz"]], await Get(net, new Listener(seen)));
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder["f.gz"]));
        Assert.False(File.Exists(folder["f.gz.part"]));
        Assert.Equal("https://one.invalid/a/f.gz", net.Requests.Single().RequestUri!.ToString());
        Assert.True(seen[^1].Done);
        Assert.True(seen.Count > 2);
        Assert.Empty(await Get(net));
        Assert.Single(net.Requests);
    }

    [Fact]
    public async Task A_damaged_file_on_disk_is_replaced()
    {
        await File.WriteAllBytesAsync(folder["f.gz"], new byte[Content.Length]);
        using var net = new Net(_ => Answer(Content));
        await Get(net);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder["f.gz"]));
    }

    [Fact]
    public async Task A_corrupted_file_is_refused_and_the_next_mirror_asked()
    {
        using var net = new Net(request => Answer(request.RequestUri!.Host.StartsWith("one", StringComparison.Ordinal) ? new byte[Content.Length] : Content));
        await Get(net);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder["f.gz"]));
        Assert.Equal("one.invalid two.invalid", string.Join(' ', net.Requests.Select(request => request.RequestUri!.Host)));
        Assert.Null(net.Requests[1].Headers.Range); // The corrupted part is gone, not continued.
    }

    [Fact]
    public async Task If_every_mirror_is_corrupt_or_lacks_it_nothing_is_left_and_the_reasons_are_named()
    {
        using var net = new Net(request => request.RequestUri!.Host.StartsWith("one", StringComparison.Ordinal)
            ? Answer(new byte[Content.Length]) : new HttpResponseMessage(HttpStatusCode.NotFound));
        var error = await Assert.ThrowsAsync<DataDownloadException>(() => Get(net));
        Assert.Contains("https://one.invalid/a/f.gz gave a file with SHA-256 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://two.invalid/b/f.gz answered 404 NotFound", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("network", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Too_much_and_too_little_are_refused()
    {
        using var net = new Net(request => Answer(request.RequestUri!.Host.StartsWith("one", StringComparison.Ordinal) ? [.. Content, .. Content] : Content[..9]));
        var error = await Assert.ThrowsAsync<DataDownloadException>(() => Get(net));
        Assert.Contains("gave a file of 9 bytes; expected 200000", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["f.gz"]));
    }

    [Fact]
    public async Task Without_a_network_the_message_says_so_and_where_to_put_the_file()
    {
        using var net = new Net(_ => throw new HttpRequestException("Name or service not known"));
        var error = await Assert.ThrowsAsync<DataDownloadException>(() => Get(net));
        Assert.Contains("Is there a network?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Name or service not known", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_download_is_continued()
    {
        using (var broken = new Net(_ => Answer(new Breaking(Content[..120_000]))))
            await Assert.ThrowsAsync<DataDownloadException>(() => Get(broken));
        var have = new FileInfo(folder["f.gz.part"]).Length;
        Assert.Equal(120_000, have);
        using var net = new Net(request =>
        {
            var from = (int)request.Headers.Range!.Ranges.Single().From!.Value;
            var response = Answer(Content[from..]);
            response.StatusCode = HttpStatusCode.PartialContent;
            response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, Content.Length - 1, Content.Length);
            return response;
        });
        await Get(net);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder["f.gz"]));
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        await File.WriteAllBytesAsync(folder["f.gz.part"], new byte[1000]);
        using var net = new Net(_ => Answer(Content));
        await Get(net);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder["f.gz"]));
    }

    [Fact]
    public async Task Cancelling_stops_at_once()
    {
        using var net = new Net(_ => Answer(Content));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        using var download = new DataDownload(net);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.GetAsync(Offer, folder.Path, null, source.Token));
    }

    [FactIfData]
    public async Task The_checksums_are_those_of_the_real_files()
    {
        using var net = new Net(_ => throw new HttpRequestException("must not be asked"));
        using var download = new DataDownload(net);
        foreach (var offer in DataOffer.All)
            Assert.Empty(await download.GetAsync(offer, Path.Combine(Diten.Learning.Data.DataFolders.FromEnvironment()!, offer.Name)));
    }

    private async Task<IReadOnlyList<string>> Get(Net net, IProgress<DownloadProgress>? progress = null)
    {
        using var download = new DataDownload(net);
        return await download.GetAsync(Offer, folder.Path, progress);
    }

    private static HttpResponseMessage Answer(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    private static HttpResponseMessage Answer(Stream content) => new(HttpStatusCode.OK) { Content = new StreamContent(content) };

    private sealed class Net(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Requests.Add(request);
            return Task.FromResult(answer(request));
        }
    }

    private sealed class Listener(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }

    /// <summary>A connection that breaks after its bytes.</summary>
    private sealed class Breaking(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new HttpIOException(HttpRequestError.ResponseEnded, "connection reset");
        }
    }
}
