using Diten.Core.Network;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Learning.Models;
using Diten.Simulation.Live;

namespace Diten.Client.Cluster;

internal sealed partial class ClusterNetwork
{
    // A version may be given up between the answer where it is and the asking for it; then there is a newer one.
    private const int Attempts = 3;

    /// <inheritdoc/>
    /// <remarks>The last four versions are held.</remarks>
    public async ValueTask<ModelSnapshot?> GetModelAsync(string station, int? version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(station);
        var stations = await _stations.AllAsync(cancellationToken);
        // The macro base station's model is of the kind of its base stations'.
        if (stations.FirstOrDefault(one => string.Equals(one.Id, station, StringComparison.Ordinal)) is not { } view) return null;
        if ((view.Settings ?? stations.FirstOrDefault(one => string.Equals(one.Settings?.Macro, station, StringComparison.Ordinal))?.Settings) is not { } settings) return null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var reference = await _calls.AskAsync(
                grains => view.IsMacro ? grains.GetGrain<IMacroStationGrain>(station).GetModelAsync(version) : grains.GetGrain<IStationGrain>(station).GetModelAsync(version), cancellationToken);
            if (reference is null) return null;
            if (await _calls.AskAsync(grains => new ModelStore(grains).GetAsync(reference), cancellationToken) is { } bytes)
                return StationModelFile.Of(station, settings.Model, reference.Version, BlocksOf(settings), ParameterBytes.View(bytes).Span);
        }

        return null;
    }

    private static IReadOnlyList<ParameterBlock> BlocksOf(StationSettingsMessage settings)
    {
        if (settings.Tensors is { } tensors) return TensorLayout.Read(tensors);
        if (LearnerFactory.Names.Contains(settings.Model, StringComparer.Ordinal))
        {
            var model = settings.Features > 0 ? LearnerFactory.Describe(settings.Model, settings.Features) : LearnerFactory.Describe(settings.Model);
            if (model.ParameterCount == settings.Parameters) return model.Blocks;
        }

        // Set up, or last stored, by a version that keeps no names of tensors.
        return [new ParameterBlock(0, "parameters", [settings.Parameters], 0, settings.Parameters)];
    }
}
