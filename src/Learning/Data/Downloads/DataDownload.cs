using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Diten.Learning.Data.Downloads;

/// <summary>A file could not be had; the message says which, from where and why.</summary>
public sealed class DataDownloadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where a download stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Received">Bytes on disk.</param>
/// <param name="Done">Whether it is whole and its checksum right.</param>
public readonly record struct DownloadProgress(DataFile File, long Received, bool Done);

/// <summary>
/// Downloads public data sets from their mirrors. A file appears under its name only when its SHA-256 is right; what an interrupted
/// download has received stays beside it as <c>.part</c> and is continued the next time.
/// </summary>
/// <param name="handler">The network; not disposed of here.</param>
/// <param name="stall">Give a mirror up after so long without a byte; default 30 s.</param>
public sealed class DataDownload(HttpMessageHandler handler, TimeSpan? stall = null) : IDisposable
{
    private readonly HttpClient client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly TimeSpan stall = stall ?? TimeSpan.FromSeconds(30);

    /// <summary>Gets every file of a set that is not there already.</summary>
    /// <param name="offer">The set.</param>
    /// <param name="folder">The folder for its files; created if missing.</param>
    /// <param name="progress">Told of every piece; null for nobody.</param>
    /// <param name="cancellation">Stops; the part received stays.</param>
    /// <returns>The files downloaded now; those that were there with the right checksum are not among them.</returns>
    /// <exception cref="DataDownloadException">No mirror gave a file with the right checksum, or there is no network.</exception>
    public async Task<IReadOnlyList<string>> GetAsync(
        DataOffer offer, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        Directory.CreateDirectory(folder);
        var fetched = new List<string>();
        foreach (var file in offer.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path) || await WrongAsync(path, file, cancellation) is not null)
            {
                await FromAnyMirrorAsync(offer, file, path, progress, cancellation);
                fetched.Add(path);
            }

            progress?.Report(new DownloadProgress(file, file.Bytes, Done: true));
        }

        return fetched;
    }

    /// <summary>Disposes of the client.</summary>
    public void Dispose() => client.Dispose();

    private async Task FromAnyMirrorAsync(
        DataOffer offer, DataFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var part = path + ".part";
        var reasons = new List<string>();
        var unreachable = 0;
        foreach (var mirror in offer.Mirrors)
        {
            var address = new Uri(mirror, file.Name);
            string? wrong;
            try
            {
                await ReceiveAsync(address, file, part, progress, cancellation);
                wrong = await WrongAsync(part, file, cancellation);
                if (wrong is null)
                {
                    File.Move(part, path, overwrite: true);
                    return;
                }

                File.Delete(part);
            }
            catch (HttpRequestException e) when (e.StatusCode is { } status)
            {
                wrong = $"answered {(int)status} {status}";
            }
            catch (HttpRequestException e)
            {
                unreachable++;
                wrong = $"cannot be reached ({e.Message})";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                unreachable++;
                wrong = $"sent nothing for {stall.TotalSeconds} s";
            }

            reasons.Add($"{address} {wrong}");
        }

        var hint = unreachable == offer.Mirrors.Count ? "Is there a network? " : string.Empty;
        throw new DataDownloadException(
            $"{file.Name} could not be downloaded: {string.Join("; ", reasons)}. {hint}The file may also be put into {Path.GetDirectoryName(path)} by hand (SHA-256 {file.Sha256}).");
    }

    private async Task ReceiveAsync(Uri address, DataFile file, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(stall);
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have == file.Bytes) return;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0 && have < file.Bytes) request.Headers.Range = new RangeHeaderValue(have, null);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        response.EnsureSuccessStatusCode();
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        await using var target = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await using var source = await response.Content.ReadAsStreamAsync(patience.Token);
        var buffer = new byte[1 << 16];
        var received = goesOn ? have : 0;
        while (true)
        {
            var count = await ReadAsync(source, buffer, patience.Token);
            if (count == 0) return;
            patience.CancelAfter(stall);
            await target.WriteAsync(buffer.AsMemory(0, count), patience.Token);
            received += count;
            // Not the file; the checksum will say so. There is no end to what a wrong server may send.
            if (received > file.Bytes) return;
            progress?.Report(new DownloadProgress(file, received, Done: false));
        }
    }

    /// <summary>Reads from the network, telling its failures from those of the disk.</summary>
    private static async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellation);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"the connection broke: {e.Message}", e);
        }
    }

    /// <summary>What is wrong with a file, or null.</summary>
    private static async Task<string?> WrongAsync(string path, DataFile file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        if (stream.Length != file.Bytes) return $"gave a file of {stream.Length} bytes; expected {file.Bytes}";
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        return string.Equals(hash, file.Sha256, StringComparison.Ordinal) ? null : $"gave a file with SHA-256 {hash}; expected {file.Sha256}";
    }
}
