using System.Runtime.InteropServices;
using Diten.Learning.Data;

namespace Diten.Bench;

/// <summary>Images, labels and initial parameters in temporary files, so that both sides work on the same.</summary>
internal sealed class PeerFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diten-bench-");

    /// <param name="data">The samples.</param>
    /// <param name="targetScale">Targets are divided by it.</param>
    public PeerFiles(Dataset data, float targetScale = 1)
    {
        Features = data.FeatureLength;
        using var file = File.Create(Data);
        file.Write(MemoryMarshal.AsBytes<float>(data.Features));
        if (data.Classes > 0) file.Write(MemoryMarshal.AsBytes<int>(data.Labels));
        else file.Write(MemoryMarshal.AsBytes<float>(Array.ConvertAll(data.Targets, target => target / targetScale)));
    }

    /// <summary>Values per sample.</summary>
    public int Features { get; }

    public string Data => Path.Combine(_folder.FullName, "data.bin");

    public string Start(string model) => Path.Combine(_folder.FullName, $"{model}.bin");

    public void WriteStart(string model, ReadOnlySpan<float> parameters) =>
        File.WriteAllBytes(Start(model), MemoryMarshal.AsBytes(parameters));

    public void Dispose() => _folder.Delete(recursive: true);
}
