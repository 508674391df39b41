using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Tests;

/// <summary>
/// Checks a property on the same random cases every time. <c>DITEN_PROPERTY_SEED</c> (any whole number) draws others,
/// <c>DITEN_PROPERTY_CASES</c> draws more or fewer; a failure says how to have it again.
/// </summary>
internal static class SeededCheck
{
    private const ulong DefaultSeed = 20210805;

    /// <summary>Throws, with the smallest case found, if the property fails on one of <paramref name="cases"/> cases.</summary>
    public static void Holds(this Property property, int cases = 100)
    {
        var seed = Setting("DITEN_PROPERTY_SEED") ?? DefaultSeed;
        var count = (int)Math.Clamp(Setting("DITEN_PROPERTY_CASES") ?? (ulong)cases, 1, int.MaxValue);
        try
        {
            // The second half of FsCheck's seed is the odd step of its generator.
            property.Check(Config.QuickThrowOnFailure.WithReplay(seed, 7919UL).WithMaxTest(count).WithQuietOnSuccess(true));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"to have it again: DITEN_PROPERTY_SEED={seed} DITEN_PROPERTY_CASES={count}\n{failure.Message}"), failure);
        }
    }

    private static ulong? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidOperationException($"{name}={text} must be a whole number, 0 or more")
        : null;
}
