using System.ComponentModel.DataAnnotations;

namespace Diten.Grains.Hosting;

/// <summary>Ranges of times, which <see cref="RangeAttribute"/> can only give as text.</summary>
internal static class OptionRange
{
    public static IEnumerable<ValidationResult> Check(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) yield return new ValidationResult($"{name} is {value}, must be {least} to {most}", [name]);
    }
}
