using System.Text.RegularExpressions;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands;

/// <summary>Says in a person's words what is wrong with a scenario.</summary>
internal static partial class ScenarioInput
{
    /// <summary>Checks a scenario.</summary>
    /// <exception cref="InputException">An option is out of its range; the message names it as on the command line.</exception>
    public static ScenarioOptions Checked(ScenarioOptions options)
    {
        try
        {
            return options.Checked();
        }
        catch (ArgumentException e)
        {
            throw new InputException(FlagOf(e.ParamName ?? "options"), e.Message.Split(" (Parameter", 2)[0]);
        }
    }

    /// <summary><c>DopplerHz</c> becomes <c>--doppler-hz</c>.</summary>
    private static string FlagOf(string property) => "--" + WordStart().Replace(property, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WordStart();
}
