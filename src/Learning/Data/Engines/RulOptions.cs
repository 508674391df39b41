using System.ComponentModel.DataAnnotations;

namespace Diten.Learning.Data.Engines;

/// <summary>How channels are brought to a common scale.</summary>
public enum ChannelScaling
{
    /// <summary>(x − mean)/deviation.</summary>
    Standard,

    /// <summary>Minimum to −1, maximum to 1; values outside the training range go beyond.</summary>
    MinMax,
}

/// <summary>How remaining-useful-life samples are cut from runs.</summary>
public sealed record RulOptions
{
    /// <summary>The 14 sensors of FD001 that change at all (numbers from 1), as the literature takes them.</summary>
    public static readonly IReadOnlyList<int> UsualSensors = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21];

    /// <summary>Cycles per sample, 1 or more; default 30.</summary>
    [Range(1, 1000)]
    public int Window { get; init; } = 30;

    /// <summary>Training targets are clipped at so many cycles, above 0; default 125. Before that an engine shows no wear.</summary>
    [Range(1, 10_000)]
    public int Clip { get; init; } = 125;

    /// <summary>Cycles from one training window's end to the next, 1 or more; default 1.</summary>
    [Range(1, 1000)]
    public int Stride { get; init; } = 1;

    /// <summary>Sensors to use, numbers 1 to 21; default <see cref="UsualSensors"/>.</summary>
    public IReadOnlyList<int> Sensors { get; init; } = UsualSensors;

    /// <summary>Whether the three operational settings are channels too, before the sensors; default no.</summary>
    public bool Settings { get; init; }

    /// <summary>Scaling of the channels, from the training engines alone; default <see cref="ChannelScaling.Standard"/>.</summary>
    public ChannelScaling Scaling { get; init; }

    /// <summary>Columns of an <see cref="EngineRun"/> row, in channel order.</summary>
    internal int[] Columns()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Clip, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, 1);
        foreach (var sensor in Sensors)
        {
            if (sensor is < 1 or > EngineRun.Sensors)
                throw new ArgumentOutOfRangeException(nameof(Sensors), sensor, $"expected sensors 1 to {EngineRun.Sensors}");
        }

        var settings = Enumerable.Range(0, Settings ? EngineRun.Settings : 0);
        int[] columns = [.. settings, .. Sensors.Select(sensor => EngineRun.Settings + sensor - 1)];
        return columns.Length > 0 ? columns : throw new ArgumentException("no channels; expected 1 or more sensors", nameof(Sensors));
    }
}
