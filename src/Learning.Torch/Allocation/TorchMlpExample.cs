using Diten.Learning.Allocation;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Allocation;

/// <summary>Example of an <see cref="MlpPolicy"/>.</summary>
internal sealed class TorchMlpExample(MlpExample example, MlpPolicy network, Device device) : TorchExample(network, device)
{
    /// <inheritdoc/>
    protected override Tensor Loss(FlatParameters parameters)
    {
        var x = tensor(example.Input.ToArray()).to(Device);
        var widths = network.Widths;
        for (var l = 1; l < widths.Count; l++)
        {
            x = Dense(x, parameters, widths[l - 1], widths[l]);
            if (l < widths.Count - 1) x = nn.functional.relu(x);
        }

        // Subcarriers that nobody is to have count for the mean, and teach nothing.
        var owner = example.Owner.ToArray();
        var wanted = new float[owner.Length * example.Devices];
        for (var k = 0; k < owner.Length; k++)
            if (owner[k] >= 0) wanted[(k * example.Devices) + owner[k]] = 1;
        var scores = x.reshape(owner.Length, network.MostDevices).narrow(1, 0, example.Devices);
        var held = tensor(wanted).to(Device).reshape(owner.Length, example.Devices);
        return (held * nn.functional.log_softmax(scores, 1)).sum().neg().div(tensor((float)owner.Length, device: Device));
    }
}
