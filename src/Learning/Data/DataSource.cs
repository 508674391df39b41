using Diten.Learning.Data.Digits;
using Diten.Learning.Data.Images;

namespace Diten.Learning.Data;

/// <summary>Loads a data set by the name people give it.</summary>
public static class DataSource
{
    /// <summary>The names that <see cref="Load"/> knows.</summary>
    public static readonly IReadOnlyList<string> Names = ["auto", "mnist", "fashion-mnist", "digits"];

    /// <summary>Loads a data set: from files where it has files, otherwise generated.</summary>
    /// <param name="name">One of <see cref="Names"/>; <c>auto</c> is MNIST if its files are there, otherwise generated digits.</param>
    /// <param name="folder">The data folder with <c>mnist/</c>, <c>fashion-mnist/</c> and <c>cmapss/</c>, or directly the folder of the files; null for none.</param>
    /// <param name="seed">Seeds generated data; files do not depend on it.</param>
    /// <param name="train">At most so many training samples.</param>
    /// <param name="test">At most so many test samples.</param>
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
            _ => throw new ArgumentException($"unknown data set '{name}'; expected one of {string.Join(", ", Names)}", nameof(name)),
        };
    }

    private static string Require(string? folder, string name) => DataFolders.Find(folder, name, ImageFiles.Present)
        ?? throw new FileNotFoundException(folder is null
            ? $"{name} needs its files: name their folder with --data or {DataFolders.Variable}, or get them with 'diten data get {name}'"
            : $"{Path.Combine(folder, name, ImageFiles.TrainImages)}.gz: no such file; get it with 'diten data get {name}'");
}
