namespace Diten.Dashboard.Api;

/// <summary>What is wrong with something that a machine or a person said.</summary>
/// <param name="Field">The field at fault.</param>
/// <param name="Error">What it must be.</param>
/// <param name="IsRange">True if the field is well-formed and its value out of range; false if it is missing or malformed.</param>
internal readonly record struct InputFault(string Field, string Error, bool IsRange = false);
