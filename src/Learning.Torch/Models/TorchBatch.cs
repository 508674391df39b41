using System.Runtime.InteropServices;
using Diten.Learning.Data;
using Diten.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Models;

/// <summary>The inputs and labels or targets of a batch, in memory that is used again.</summary>
internal sealed class TorchBatch(TorchModel model, Device device) : IDisposable
{
    private Tensor? _x;
    private Tensor? _y;
    private int _capacity;

    /// <summary>Fills in samples.</summary>
    /// <returns>Tensors of the caller's scope, good until the next call: inputs [batch, …] and labels [batch] or targets [batch, 1].</returns>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public (Tensor X, Tensor Y) Fill(Dataset data, ReadOnlySpan<int> samples)
    {
        Reserve(samples.Length);
        var x = MemoryMarshal.Cast<byte, float>(_x!.bytes);
        for (var i = 0; i < samples.Length; i++) data.Row(samples[i]).CopyTo(x[(i * data.FeatureLength)..]);
        if (model.Loss is MeanSquaredError { TargetScale: var scale })
        {
            var y = MemoryMarshal.Cast<byte, float>(_y!.bytes);
            for (var i = 0; i < samples.Length; i++) y[i] = data.Targets[samples[i]] / scale;
        }
        else
        {
            var y = MemoryMarshal.Cast<byte, long>(_y!.bytes);
            for (var i = 0; i < samples.Length; i++) y[i] = Label(data, samples[i]);
        }
        return (_x.narrow(0, 0, samples.Length).to(device), _y.narrow(0, 0, samples.Length).to(device));
    }

    public void Dispose()
    {
        _x?.Dispose();
        _y?.Dispose();
    }

    private int Label(Dataset data, int sample)
    {
        var label = data.Labels[sample];
        return (uint)label < (uint)model.OutputLength
            ? label
            : throw new ArgumentException($"sample {sample} of '{data.Name}' has label {label}, the model has classes 0..{model.OutputLength - 1}");
    }

    private void Reserve(int samples)
    {
        if (samples <= _capacity) return;
        Dispose();
        _capacity = 0;
        _x = empty(model.BatchShape(samples)).DetachFromDisposeScope();
        _y = (model.Loss is MeanSquaredError ? empty(samples, 1) : empty(samples, ScalarType.Int64)).DetachFromDisposeScope();
        _capacity = samples;
    }
}
