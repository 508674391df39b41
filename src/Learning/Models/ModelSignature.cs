namespace Diten.Learning.Models;

/// <summary>What a model takes and gives, however its network is made.</summary>
/// <param name="Name">Name.</param>
/// <param name="Input">Shape of a sample.</param>
/// <param name="OutputLength">Outputs: classes, or 1 for regression.</param>
/// <param name="Loss">Loss.</param>
/// <param name="ParameterCount">P, number of parameters.</param>
internal readonly record struct ModelSignature(string Name, TensorShape Input, int OutputLength, ModelLoss Loss, int ParameterCount);
