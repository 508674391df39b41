using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>What a device says of itself when it registers.</summary>
/// <param name="Station">Station that is to serve it.</param>
/// <param name="Samples">D_i, samples, 1 or more; 0 for a machine that takes no part in learning.</param>
/// <param name="ClassCounts">Samples per class, each 0 or more, at most 10,000 classes; empty if it does not tell them.</param>
/// <param name="FrequencyHz">f_i, Hz, above 0; of a machine that takes no part in learning 0 or more.</param>
/// <param name="SubcarrierRate">Mean rate on one subcarrier, bit/s, 0 or more.</param>
/// <param name="X">East of the plant's centre, m, finite.</param>
/// <param name="Y">North of the plant's centre, m, finite.</param>
public readonly record struct DeviceDescription(
    string? Station, int Samples, IReadOnlyList<int>? ClassCounts, double FrequencyHz, double SubcarrierRate, double X, double Y)
{
    /// <summary>A machine that takes no part in learning.</summary>
    public static DeviceDescription Of(MachineRegistration machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new DeviceDescription(machine.Station, Samples: 0, ClassCounts: [], FrequencyHz: 0, SubcarrierRate: 0, machine.X, machine.Y);
    }
}

/// <summary>What makes a registration bad input.</summary>
public static class RegistrationRules
{
    private const int MaxIdLength = 256;
    private const int MaxClasses = 10_000;

    /// <summary>What is wrong, naming the field and the allowed range; null if nothing.</summary>
    public static string? Check(string id, in DeviceDescription device) => FaultOf(id, device) is { } fault ? $"{fault.Field} {fault.Error}" : null;

    /// <summary>The first field at fault and what it must be; null if none is.</summary>
    public static (string Field, string Error)? FaultOf(string id, in DeviceDescription device)
    {
        if (FaultOfId("device", id) is { } badId) return badId;
        if (FaultOfId("station", device.Station) is { } badStation) return badStation;
        if (device.Samples < 0) return ("samples", $"is {device.Samples}, must be 0 or more");
        if (!double.IsFinite(device.FrequencyHz) || device.FrequencyHz < 0 || (device.FrequencyHz <= 0 && device.Samples > 0))
            return ("frequencyHz", $"is {device.FrequencyHz:R}, must be finite and above 0");
        if (!double.IsFinite(device.SubcarrierRate) || device.SubcarrierRate < 0) return ("subcarrierRate", $"is {device.SubcarrierRate:R}, must be finite and 0 or more");
        if (!double.IsFinite(device.X)) return ("x", $"is {device.X:R}, must be finite");
        if (!double.IsFinite(device.Y)) return ("y", $"is {device.Y:R}, must be finite");
        if (device.ClassCounts is not { } counts) return ("classCounts", "is missing; empty if not told");
        if (counts.Count > MaxClasses) return ("classCounts", $"has {counts.Count} classes, must be at most {MaxClasses}");
        foreach (var count in counts)
        {
            if (count < 0) return ("classCounts", $"has {count}, must be 0 or more");
        }

        return null;
    }

    /// <summary>What is wrong with an id, naming it; null if nothing.</summary>
    public static string? CheckId(string field, string? id) => FaultOfId(field, id) is { } fault ? $"{fault.Field} {fault.Error}" : null;

    private static (string Field, string Error)? FaultOfId(string field, string? id)
    {
        if (string.IsNullOrWhiteSpace(id)) return (field, "is missing");
        if (id.Length > MaxIdLength) return (field, $"has {id.Length} characters, must be at most {MaxIdLength}");
        foreach (var c in id)
        {
            if (char.IsControl(c)) return (field, "has a control character");
        }

        return null;
    }
}
