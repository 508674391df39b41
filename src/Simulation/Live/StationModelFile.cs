using System.Globalization;
using Diten.Core.Network;
using Diten.Learning.Models;

namespace Diten.Simulation.Live;

/// <summary>A station's model as a file for elsewhere.</summary>
public static class StationModelFile
{
    /// <summary>Writes it.</summary>
    /// <param name="station">Station id.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Version.</param>
    /// <param name="blocks">Names and shapes of the tensors.</param>
    /// <param name="parameters">P values.</param>
    public static ModelSnapshot Of(string station, string model, int version, IReadOnlyList<ParameterBlock> blocks, ReadOnlySpan<float> parameters)
    {
        var remarks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = model,
            ["station"] = station,
            ["version"] = version.ToString(CultureInfo.InvariantCulture),
        };
        return new ModelSnapshot(station, model, version, SafeTensors.Write(blocks, parameters, remarks));
    }
}
