namespace Diten.Simulation.Commands;

/// <summary>Input that a person gave is out of its range; the message names the field and the range in one line.</summary>
internal sealed class InputException(string field, string problem) : Exception($"{field}: {problem}")
{
    /// <summary>The field at fault, for example <c>devices[3].minFrequency</c>.</summary>
    public string Field { get; } = field;
}
