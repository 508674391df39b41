using System.Runtime.InteropServices;
using Diten.Learning.Data;

namespace Diten.Bench;

/// <summary>Images, labels and initial parameters in temporary files, so that both sides work on the same.</summary>
internal sealed class PeerFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diten-bench-");

    public PeerFiles(Dataset data)
    {
        using var file = File.Create(Data);
        file.Write(MemoryMarshal.AsBytes<float>(data.Features));
        file.Write(MemoryMarshal.AsBytes<int>(data.Labels));
    }

    public string Data => Path.Combine(_folder.FullName, "data.bin");

    public string Start(string model) => Path.Combine(_folder.FullName, $"{model}.bin");

    public void WriteStart(string model, ReadOnlySpan<float> parameters) =>
        File.WriteAllBytes(Start(model), MemoryMarshal.AsBytes(parameters));

    public void Dispose() => _folder.Delete(recursive: true);
}
