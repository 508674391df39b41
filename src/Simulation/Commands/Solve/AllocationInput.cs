using Diten.Core.Allocation;
using Diten.Core.Allocation.Limits;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Commands.Solve;

/// <summary>The input of <c>solve allocation</c>.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Allocator">Who decides.</param>
/// <param name="Limits">The limits.</param>
/// <param name="Relax">Whether to drop devices until they hold.</param>
internal sealed record AllocationInput(AllocationProblem Problem, IAllocator Allocator, AllocationLimits Limits, bool Relax)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">A field is missing, unknown or out of its range.</exception>
    public static AllocationInput Read(string json)
    {
        var fields = JsonFields.Open(ProblemReader.Parse(json), "", "computeTimes", "bits", "rates", "allocator", "limits");
        var compute = fields.Numbers("computeTimes", NumberRange.NotNegative);
        var bits = fields.Numbers("bits", NumberRange.Positive);
        if (bits.Length != compute.Length) throw new InputException("bits", $"has {bits.Length} values; must have {compute.Length}, as computeTimes has");
        var (rates, subcarriers) = fields.Matrix("rates", compute.Length, "as computeTimes has", NumberRange.NotNegative);
        var allocator = AllocatorCatalog.Parse(fields.OneOf("allocator", [.. AllocatorCatalog.Names]));
        var limits = fields.OptionalObject(
            "limits", "maxAverageSeconds", "maxSubcarriersPerDevice", "maxPowerWatts", "wattsPerSubcarrier", "powerPolicy", "subcarrierHz", "maxEnergyJoules", "relax");
        return new AllocationInput(
            new AllocationProblem(compute, bits, rates, subcarriers),
            allocator,
            limits is null ? new AllocationLimits() : ReadLimits(limits),
            limits?.Flag("relax") ?? false);
    }

    private static AllocationLimits ReadLimits(JsonFields fields)
    {
        var energy = fields.OptionalNumber("maxEnergyJoules", NumberRange.Positive);
        var power = ReadPower(fields);
        if (energy is not null && power is null)
            throw new InputException(fields.PathOf("maxPowerWatts"), "is missing; must be a finite number above 0 where maxEnergyJoules is given");
        return new AllocationLimits
        {
            MaxAverageSeconds = fields.OptionalNumber("maxAverageSeconds", NumberRange.Positive) ?? double.PositiveInfinity,
            MaxSubcarriersPerDevice = (int)(fields.OptionalNumber("maxSubcarriersPerDevice", NumberRange.Count) ?? int.MaxValue),
            MaxEnergyJoules = energy ?? double.PositiveInfinity,
            Power = power,
        };
    }

    private static PowerLimit? ReadPower(JsonFields fields)
    {
        var budget = fields.OptionalNumber("maxPowerWatts", NumberRange.Positive);
        var watts = fields.OptionalNumber("wattsPerSubcarrier", NumberRange.Positive);
        var hertz = fields.OptionalNumber("subcarrierHz", NumberRange.Positive);
        var policy = fields.OptionalOneOf("powerPolicy", "fixed", "equal-split", "water-filling") switch
        {
            "equal-split" => PowerPolicy.EqualSplit,
            "water-filling" => PowerPolicy.WaterFilling,
            _ => PowerPolicy.FixedPerSubcarrier,
        };
        var spread = policy is not PowerPolicy.FixedPerSubcarrier;
        if (budget is null && watts is null && hertz is null && !spread) return null;
        var limit = new PowerLimit
        {
            Policy = policy,
            BudgetWatts = budget ?? throw Missing(fields, "maxPowerWatts"),
            WattsPerSubcarrier = watts ?? throw Missing(fields, "wattsPerSubcarrier"),
        };
        return spread ? limit with { SubcarrierHz = hertz ?? throw Missing(fields, "subcarrierHz") } : limit;
    }

    private static InputException Missing(JsonFields fields, string name) =>
        new(fields.PathOf(name), "is missing; must be a finite number above 0 where the power is limited");
}
