using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Engines;
using Diten.Learning.Data.Images;

namespace Diten.Learning.Data;

/// <summary>Loads a data set by the name people give it.</summary>
public static class DataSource
{
    /// <summary>The names that <see cref="Load"/> knows.</summary>
    public static readonly IReadOnlyList<string> Names = ["auto", "mnist", "fashion-mnist", "digits", "cmapss", "telemetry"];

    /// <summary>Whether <see cref="Load"/> can give this set now: it is generated, or at least one of its files is there.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    /// <param name="where">The folder with the files; null for generated data.</param>
    public static bool IsPresent(string name, string? folder, out string? where)
    {
        where = name switch
        {
            "mnist" or "fashion-mnist" => DataFolders.Find(folder, name, ImageFiles.Present),
            "cmapss" => DataFolders.Find(folder, name, CmapssFiles.Present),
            "auto" => DataFolders.Find(folder, "mnist", ImageFiles.Present),
            _ => null,
        };
        return where is not null || name is "auto" or "digits" or "telemetry";
    }

    /// <summary>A set's source for others than its owner: where the files lie on this machine says nothing to them.</summary>
    /// <param name="source"><see cref="DataSplit.Source"/>.</param>
    public static string NameOf(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var at = source.IndexOf(" (files in ", StringComparison.Ordinal);
        return at < 0 ? source : source[..at] + " (files)";
    }

    /// <summary>Loads a data set: from files where it has files, otherwise generated.</summary>
    /// <param name="name">One of <see cref="Names"/>; <c>auto</c> is MNIST if its files are there, otherwise generated digits.</param>
    /// <param name="folder">The data folder with <c>mnist/</c>, <c>fashion-mnist/</c> and <c>cmapss/</c>, or directly the folder of the files; null for none.</param>
    /// <param name="seed">Seeds generated data; files do not depend on it.</param>
    /// <param name="train">At most so many training images; machine data come whole.</param>
    /// <param name="test">At most so many test images.</param>
    /// <returns>The two sets; <see cref="DataSplit.Source"/> says which they are.</returns>
    /// <exception cref="ArgumentException">An unknown name.</exception>
    /// <exception cref="FileNotFoundException">The files are not there.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it and what was expected.</exception>
    public static DataSplit Load(string name, string? folder, int seed, int train = 60_000, int test = 10_000)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        return name switch
        {
            "auto" when DataFolders.Find(folder, "mnist", ImageFiles.Present) is { } found => ImageFiles.Load("MNIST", found, train, test),
            "auto" or "digits" => GeneratedDigits.Load(seed, train, test),
            "mnist" => ImageFiles.Load("MNIST", Require(folder, "mnist"), train, test),
            "fashion-mnist" => ImageFiles.Load("Fashion-MNIST", Require(folder, "fashion-mnist"), train, test),
            "cmapss" or "telemetry" => Split(LoadRul(name, folder, seed)),
            _ => throw new ArgumentException($"unknown data set '{name}'; expected one of {string.Join(", ", Names)}", nameof(name)),
        };
    }

    /// <summary>Loads run-to-failure data with what they need beyond two sets: the engines, the scale of the target.</summary>
    /// <param name="name"><c>cmapss</c>, <c>telemetry</c> (generated), or <c>auto</c>: C-MAPSS if its files are there, otherwise generated.</param>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    /// <param name="seed">Seeds generated data.</param>
    /// <param name="options">Window, clip, channels, scaling; null for the defaults.</param>
    /// <exception cref="ArgumentException">An unknown name, or an option out of range.</exception>
    /// <exception cref="FileNotFoundException">The files are not there.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static RulData LoadRul(string name, string? folder, int seed, RulOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = DataFolders.Find(folder, "cmapss", CmapssFiles.Present);
        var fleet = name switch
        {
            "auto" or "cmapss" when found is not null => CmapssFiles.Load(found),
            "auto" or "telemetry" => GeneratedTelemetry.Load(seed),
            "cmapss" => throw Missing(folder, name, CmapssFiles.Train),
            _ => throw new ArgumentException($"unknown machine data '{name}'; expected auto, cmapss or telemetry", nameof(name)),
        };
        return RulData.Cut(fleet, options);
    }

    private static DataSplit Split(RulData data) => new(data.Train, data.Test, data.Source);

    private static string Require(string? folder, string name) =>
        DataFolders.Find(folder, name, ImageFiles.Present) ?? throw Missing(folder, name, ImageFiles.TrainImages + ".gz");

    private static FileNotFoundException Missing(string? folder, string name, string file) => new(folder is null
        ? $"{name} needs its files: name their folder with --data or {DataFolders.Variable}; how to get them says 'diten data get {name}'"
        : $"{Path.Combine(folder, name, file)}: no such file; how to get it says 'diten data get {name}'");
}
