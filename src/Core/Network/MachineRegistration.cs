namespace Diten.Core.Network;

/// <summary>What is said of a machine that is watched and takes no part in learning.</summary>
/// <param name="Station">Station that serves it, 1 to 256 characters. It need not be set up: it says where the machine is, and its twin lives where that station would.</param>
/// <param name="X">East of the plant's centre, m, finite.</param>
/// <param name="Y">North of the plant's centre, m, finite.</param>
public sealed record MachineRegistration(string? Station, double X = 0, double Y = 0);
