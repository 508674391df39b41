using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Keeps finished series on disk, each as soon as it is finished, so that a run can be cut and resumed.</summary>
internal sealed class SeriesStore
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly string _folder;
    private bool _stale;

    /// <summary>Opens the store.</summary>
    /// <param name="folder">Its folder; made if it is not there.</param>
    /// <param name="keep">
    /// False takes nothing from an earlier run. What that left is deleted when the first series of this one is finished, so that
    /// a run that cannot begin (no such model, no such data set) loses nothing.
    /// </param>
    public SeriesStore(string folder, bool keep)
    {
        _folder = folder;
        _stale = !keep;
        Directory.CreateDirectory(folder);
    }

    /// <summary>A finished series of this fingerprint, or null; a damaged file counts as none.</summary>
    public SeriesResult? Find(string fingerprint)
    {
        var path = PathOf(fingerprint);
        if (_stale || !File.Exists(path)) return null;
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(path), s_json);
            return entry?.Fingerprint == fingerprint ? entry.Result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a finished series; after a crash there is either all of it or nothing.</summary>
    public void Save(string fingerprint, SeriesResult result)
    {
        if (_stale)
        {
            foreach (var file in Directory.EnumerateFiles(_folder, "*.json")) File.Delete(file);
            _stale = false;
        }
        var path = PathOf(fingerprint);
        var draft = path + ".draft";
        File.WriteAllText(draft, JsonSerializer.Serialize(new Entry(fingerprint, result), s_json));
        File.Move(draft, path, overwrite: true);
    }

    private string PathOf(string fingerprint) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)).AsSpan(0, 12)) + ".json");

    private sealed record Entry(string Fingerprint, SeriesResult Result);
}
