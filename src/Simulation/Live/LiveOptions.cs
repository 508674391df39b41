using System.ComponentModel.DataAnnotations;

namespace Diten.Simulation.Live;

/// <summary>How a simulated network is run for people to watch.</summary>
public sealed record LiveOptions
{
    /// <summary>What people call the network. Default <c>plant</c>.</summary>
    [Required]
    public string Name { get; init; } = "plant";

    /// <summary>Real seconds per second of virtual time; 0 runs as fast as it can. 0 to 1,000; default 0.</summary>
    [Range(0.0, 1000.0)]
    public double Pace { get; init; }

    /// <summary>Least real time from the end of a round to the beginning of the next, s. 0 to 3,600; default 0.2.</summary>
    [Range(0.0, 3600.0)]
    public double PauseSeconds { get; init; } = 0.2;

    /// <summary>Rounds per station kept for queries. 10 to 1,000,000; default 10,000.</summary>
    [Range(10, 1_000_000)]
    public int Rounds { get; init; } = 10_000;

    /// <summary>Device rows kept over all rounds of a station; older rounds lose theirs first. 0 to 100,000,000; default 100,000.</summary>
    [Range(0, 100_000_000)]
    public int DeviceRows { get; init; } = 100_000;

    /// <summary>Allocations kept per station. 1 to 10,000; default 50.</summary>
    [Range(1, 10_000)]
    public int Allocations { get; init; } = 50;

    /// <summary>Events kept for watchers who come back; at least what one round makes is kept. 100 to 10,000,000; default 4,096.</summary>
    [Range(100, 10_000_000)]
    public int Events { get; init; } = 4096;

    /// <summary>Nearest devices of the same station that a twin is linked with. 0 to 16; default 3.</summary>
    [Range(0, 16)]
    public int Neighbours { get; init; } = 3;

    /// <summary>Capacity of a device's battery in J; it is changed when empty. 1 to 1e12; default 2,000.</summary>
    [Range(1.0, 1e12)]
    public double BatteryJoules { get; init; } = 2000;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; ParamName is the option and the message gives the range.</exception>
    public LiveOptions Checked()
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), errors, validateAllProperties: true))
            throw new ArgumentOutOfRangeException(errors[0].MemberNames.FirstOrDefault(), errors[0].ErrorMessage);
        return this;
    }
}
