using System.Text.Json;
using Diten.Core.Frequency;

namespace Diten.Simulation.Commands.Solve;

/// <summary><c>solve cpu</c>: the exact CPU frequencies (Eq. 31-35).</summary>
internal static class CpuProblem
{
    /// <summary>Solves a problem given as JSON.</summary>
    /// <param name="json">See <c>diten solve cpu --help</c>.</param>
    /// <returns>The answer as JSON; numbers round-trip.</returns>
    /// <exception cref="InputException">A field is missing, unknown or out of its range.</exception>
    public static string Solve(string json)
    {
        var fields = JsonFields.Open(ProblemReader.Parse(json), "", "gamma", "devices");
        var gamma = fields.Number("gamma", NumberRange.NotNegative);
        var elements = fields.Array("devices");
        var devices = new FrequencyDevice[elements.Count];
        for (var i = 0; i < devices.Length; i++) devices[i] = ReadDevice(elements[i], $"devices[{i}]");
        var solution = FrequencySolver.Solve(Checked(gamma, devices));
        return AnswerWriter.Write(writer =>
        {
            writer.Number("time", solution.Time);
            writer.Number("energy", solution.Energy);
            writer.Number("objective", solution.Objective);
            writer.WriteStartArray("devices");
            foreach (var device in solution.Devices)
            {
                writer.WriteStartObject();
                writer.Number("frequency", device.Frequency);
                writer.WriteString("group", NameOf(device.Group));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
    }

    private static FrequencyDevice ReadDevice(JsonElement element, string path)
    {
        var fields = JsonFields.Open(element, path, "samples", "cyclesPerSample", "minFrequency", "maxFrequency", "energyCoefficient");
        var device = new FrequencyDevice(
            fields.Number("samples", NumberRange.Positive),
            fields.Number("cyclesPerSample", NumberRange.Positive),
            fields.Number("minFrequency", NumberRange.Positive),
            fields.Number("maxFrequency", NumberRange.Positive),
            fields.Number("energyCoefficient", NumberRange.NotNegative));
        if (device.MinFrequency > device.MaxFrequency)
            throw new InputException(fields.PathOf("minFrequency"), $"is {device.MinFrequency:R}; must be above 0 and at most maxFrequency = {device.MaxFrequency:R}");
        return device;
    }

    // What the problem itself refuses beyond the ranges: numbers so extreme that cycles or energy leave the range of a double.
    private static FrequencyProblem Checked(double gamma, FrequencyDevice[] devices)
    {
        try
        {
            return new FrequencyProblem(gamma, devices);
        }
        catch (ArgumentException e)
        {
            var message = e.Message.Split(" (Parameter", 2)[0];
            var field = e.ParamName ?? "devices";
            throw new InputException(field, message.StartsWith(field, StringComparison.Ordinal) ? message[field.Length..].Trim() : message);
        }
    }

    private static string NameOf(FrequencyGroup group) => group switch
    {
        FrequencyGroup.Bottleneck => "bottleneck",
        FrequencyGroup.Strong => "strong",
        _ => "balanced",
    };
}
