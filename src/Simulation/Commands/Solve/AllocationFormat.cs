namespace Diten.Simulation.Commands.Solve;

/// <summary>What <c>solve allocation</c> reads and writes, for people.</summary>
internal static class AllocationFormat
{
    /// <summary>For <c>--help</c>.</summary>
    public const string Text =
        """
        JSON file; - or nothing reads standard input.
        In:  {"computeTimes":[s],"bits":[bit],"rates":[[bit/s per subcarrier] per device],"allocator":"local-search|paper|dnn|max-rate|own-best|equal-share|random","limits":{...}}
             compute times and rates 0 or more, bits above 0. random draws from seed 1, so the same input gives the same answer.
             limits and each of its fields may be absent or null:
               maxAverageSeconds        s, above 0: the participants' mean time (Eq. 26)
               maxSubcarriersPerDevice  1 or more
               maxPowerWatts            W, above 0: of a device (Eq. 25); needs wattsPerSubcarrier
               wattsPerSubcarrier       W, above 0: the power at which rates holds
               powerPolicy              fixed (default: caps the subcarriers of a device), equal-split or water-filling (the power is spread
                                        over what a device holds and the rates change with it; both need subcarrierHz)
               subcarrierHz             Hz, above 0: width of a subcarrier
               maxEnergyJoules          J, above 0: transmit energy of all (Eq. 12); needs maxPowerWatts
               relax                    true drops devices until the limits hold: those without signal, then with too many devices the slowest
                                        on its own best subcarrier, for the mean time the slowest, for the energy who spends most
        Out: {"owner":[device or null, per subcarrier],"times":[s per device],"makespan":s,"psi":s^2,"lowerBound":s,"gap":makespan/lowerBound-1,"decisionMilliseconds":ms}
             and with maxPowerWatts "energyJoules", with relax "dropped":[devices]; a dropped device's time is null.
             decisionMilliseconds is the shortest of a few runs, so that it does not count compilation (of one, where that takes half a second).
        Where the limits cannot be met: exit code 2 and one line with the limit and the device.
        """;
}
