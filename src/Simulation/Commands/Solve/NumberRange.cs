namespace Diten.Simulation.Commands.Solve;

/// <summary>Which numbers a field takes.</summary>
/// <param name="Text">For people, after "must be".</param>
/// <param name="Contains">The test; only asked for finite numbers.</param>
internal sealed record NumberRange(string Text, Predicate<double> Contains)
{
    /// <summary>Any finite number.</summary>
    public static NumberRange Finite { get; } = new("a finite number", static _ => true);

    /// <summary>Above 0.</summary>
    public static NumberRange Positive { get; } = new("a finite number above 0", static value => value > 0);

    /// <summary>A whole number of 0 or more, as far as an <see cref="int"/> reaches.</summary>
    public static NumberRange Gap { get; } =
        new("a whole number from 0 to 2147483647", static value => value is >= 0 and <= int.MaxValue && Math.Truncate(value) == value);

    /// <summary>A whole number of 1 or more, as far as an <see cref="int"/> reaches.</summary>
    public static NumberRange Count { get; } =
        new("a whole number from 1 to 2147483647", static value => value is >= 1 and <= int.MaxValue && Math.Truncate(value) == value);

    /// <summary>0 or more.</summary>
    public static NumberRange NotNegative { get; } = new("a finite number of 0 or more", static value => value >= 0);
}
