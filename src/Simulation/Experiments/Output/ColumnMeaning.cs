namespace Diten.Simulation.Experiments.Output;

/// <summary>What the columns of the results are, with their units, so that the files can be read without this program.</summary>
internal static class ColumnMeaning
{
    private static readonly Dictionary<string, string> s_of = new(StringComparer.Ordinal)
    {
        ["accuracy"] = "share, 0 to 1: test samples whose class is told rightly; of an allocator's network, subcarriers that the label's owner gets",
        ["loss"] = "nat: mean cross entropy on the test set (half the mean squared error where a number is predicted)",
        ["rmse"] = "cycles: root mean square error on the test engines",
        ["roundSeconds"] = "s: duration of the round, simulated",
        ["cumulativeSeconds"] = "s: duration of all rounds so far, simulated",
        ["cumulativeEnergyJoules"] = "J: energy of all devices so far, computing and sending (Eq. 9, 12)",
        ["cumulativeBits"] = "bit: model updates sent so far (Eq. 20)",
        ["cumulativeStateBits"] = "bit: state reports sent so far",
        ["sent"] = "devices whose model was aggregated in the round",
        ["makespanSeconds"] = "s: the slowest participant's T_cmp + T_com",
        ["meanSeconds"] = "s: mean of T_cmp + T_com over the participants (Eq. 26)",
        ["psi"] = "s²: Ψ, sum of the squared distances from that mean (Eq. 36)",
        ["boundSeconds"] = "s: makespan of these participants that no allocation of subcarriers can beat",
        ["cumulativeBoundSeconds"] = "s: sum of these bounds so far",
        ["roundsTaken"] = "rounds in which each device took part, one value per device",
        ["gamma"] = "J/s: γ, what a second is worth (Eq. 31)",
        ["timeSeconds"] = "s: T, the deadline of computing (Eq. 35)",
        ["energyJoules"] = "J: energy",
        ["objective"] = "J: energy + γT (Eq. 31)",
        ["bottleneck"] = "devices in N1 (Eq. 32)",
        ["strong"] = "devices in N2 (Eq. 32)",
        ["balanced"] = "devices in N3 (Eq. 32)",
        ["devices"] = "devices of each instance",
        ["instances"] = "random instances",
        ["infeasible"] = "of these, instances that break a frequency bound",
        ["trainingLoss"] = "nat: cross entropy per subcarrier, training states",
        ["heldOutLoss"] = "nat: the same, held-out states",
        ["canonicalAccuracy"] = "share, 0 to 1: as accuracy, with the owners within each coherence block put in order in both",
        ["gapToLabel"] = "share: makespan of the network's answer over that of the best policy found, less 1",
        ["lowerBoundSeconds"] = "s: makespan that no allocation of subcarriers can beat",
        ["gap"] = "share: makespan over its lower bound, less 1",
        ["fallback"] = "1 where the heuristic's answer was taken instead of the network's, otherwise 0",
        ["kept"] = "share, 0 to 1: subcarriers that keep the owner of the round before",
        ["retrained"] = "0 no training; 1 its time had come, 2 the gap had drifted; negative where nothing better came of it",
        ["gapBefore"] = "share: mean gap of the fixed network before the change",
        ["recoveryRounds"] = "rounds after the change until half of the loss is won back",
        ["fixedGapAfter"] = "share: mean gap of the fixed network after the change",
        ["fixedGapAtEnd"] = "share: mean gap of the fixed network over the last part",
        ["adaptiveGapAtEnd"] = "share: mean gap of the adaptive network over the last part",
    };

    /// <summary>Unit and meaning; what stands before a dot is the name of an allocator or of a setting.</summary>
    /// <exception cref="KeyNotFoundException">Nobody has written down what the column is.</exception>
    public static string Of(string column) => s_of[column[(column.LastIndexOf('.') + 1)..]];
}
