using Diten.Core.Allocation;
using Diten.Core.Stations;

namespace Diten.Simulation.Schemes;

/// <summary>
/// A learning scheme: who takes part in a round, who allots the subcarriers, how the models become one and who takes the
/// result. Everything else (compute, radio, energy, liveness) is the same for all schemes.
/// </summary>
internal interface IScheme
{
    /// <summary>Name on the command line, for example <c>diten</c>.</summary>
    string Name { get; }

    /// <summary>Allots the subcarriers among the participants.</summary>
    IAllocator Allocator { get; }

    /// <summary>Whether devices weigh their updates by τ (Eq. 21).</summary>
    bool Weighs { get; }

    /// <summary>The rules by which a base station selects, aggregates and lets adopt.</summary>
    /// <param name="parameters">P, parameters of the model; 0 where nothing is learned.</param>
    StationOptions Rules(int parameters);
}
