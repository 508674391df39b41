using System.Numerics.Tensors;
using Diten.Core.Aggregation;

namespace Diten.Simulation.Commands.Solve;

/// <summary><c>solve weights</c>: update weights (Eq. 21) and the aggregate of one round (Eq. 22), as printed: no clipping, no cap.</summary>
internal static class WeightsProblem
{
    /// <summary>Solves a problem given as JSON.</summary>
    /// <param name="json">See <c>diten solve weights --help</c>.</param>
    /// <returns>The answer as JSON; numbers round-trip.</returns>
    /// <exception cref="InputException">A field is missing, unknown or out of its range.</exception>
    public static string Solve(string json)
    {
        var fields = JsonFields.Open(ProblemReader.Parse(json), "", "mode", "previous", "updates", "ratioScale");
        var mode = fields.OneOf("mode", "normalized", "literal", "residual", "samples");
        var previous = fields.Numbers("previous");
        var ratioScale = fields.OptionalNumber("ratioScale", NumberRange.Positive);
        var elements = fields.Array("updates");
        var updates = new Update[elements.Count];
        for (var i = 0; i < updates.Length; i++)
            updates[i] = Update.Read(JsonFields.Open(elements[i], $"updates[{i}]", "samples", "roundGap", "rate", "frequency", "parameters"), previous.Length);
        var size = TensorPrimitives.MaxMagnitude<double>(previous);
        if (size == 0) throw new InputException("previous", "has norm 0; its norm must be above 0, because Eq. (21) divides by it");

        if (!double.IsFinite(updates.Sum(u => u.Samples))) throw new InputException("updates", "the samples of all are too many; their sum must stay below 1.8e308");
        var scale = PopulationScale.Measure(
            [.. updates.Select(u => u.Rate)], [.. updates.Select(u => u.Frequency)], UpdateWeightOptions.AsPrinted with { RatioScale = ratioScale });
        var tau = Array.ConvertAll(updates, u => Weight(u, previous, Math.Abs(size), scale));
        var weighted = updates.Select((u, i) => new WeightedUpdate(i.ToString("D9"), u.Samples, tau[i], ReadOnlyMemory<float>.Empty)).ToArray();
        // The aggregator decides the weights; the sum is taken here, because JSON numbers are doubles and models are floats.
        var decided = Aggregators.Parse(mode).Aggregate([], weighted, []);
        var aggregate = Array.ConvertAll(previous, w => decided.PreviousWeight == 0 ? 0 : decided.PreviousWeight * w);
        for (var i = 0; i < updates.Length; i++)
            TensorPrimitives.MultiplyAdd<double>(updates[i].Parameters, decided.Weights[i], aggregate, aggregate);
        return AnswerWriter.Write(writer =>
        {
            writer.Numbers("tau", tau);
            writer.Numbers("weights", decided.Weights);
            writer.Numbers("aggregate", aggregate);
        });
    }

    private static double Weight(Update update, double[] previous, double size, PopulationScale scale)
    {
        // In units of the largest, so that no square overflows or vanishes.
        var before = Array.ConvertAll(previous, w => w / size);
        var step = update.Parameters.Select((w, i) => (w / size) - before[i]).ToArray();
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(step));
        var distance = largest == 0 ? 0 : largest * TensorPrimitives.Norm<double>(Array.ConvertAll(step, d => d / largest));
        var change = distance / TensorPrimitives.Norm<double>(before);
        if (!double.IsFinite(change)) throw new InputException("updates", "a parameter is too large beside previous; ‖parameters − previous‖/‖previous‖ must stay below 1.8e308");
        var tau = UpdateWeight.Compute(update.RoundGap, change, scale.ClippedRatio(update.Rate, update.Frequency), scale.Scale);
        return double.IsFinite(tau) ? tau : throw new InputException("updates", "τ = roundGap × change × rate/frequency/ratioScale of one is too large; must stay below 1.8e308");
    }

    private readonly record struct Update(double Samples, int RoundGap, double Rate, double Frequency, double[] Parameters)
    {
        public static Update Read(JsonFields fields, int length)
        {
            var parameters = fields.Numbers("parameters");
            if (parameters.Length != length)
                throw new InputException(fields.PathOf("parameters"), $"has {parameters.Length} values; must have {length}, as previous has");
            return new Update(
                fields.Number("samples", NumberRange.Positive),
                (int)fields.Number("roundGap", NumberRange.Gap),
                fields.Number("rate", NumberRange.Positive),
                fields.Number("frequency", NumberRange.Positive),
                parameters);
        }
    }
}
