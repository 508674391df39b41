using Diten.Core.Aggregation;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Core.Tests.Aggregation;

public sealed class AggregatorTests
{
    private const int Parameters = 1037; // more than a block, and not a multiple of any vector

    public static TheoryData<string> Names => [.. Aggregators.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_does_not_depend_on_the_order_of_the_updates(string name)
    {
        Prop.ForAll(Gen.Choose(1, 9).Two().ToArbitrary(), pair =>
        {
            var random = new Random((pair.Item1 * 100) + pair.Item2);
            var (previous, updates) = Draw(random, pair.Item1);
            var shuffled = (WeightedUpdate[])updates.Clone();
            random.Shuffle(shuffled);
            var (a, b) = (new float[Parameters], new float[Parameters]);
            var first = Aggregators.Parse(name).Aggregate(previous, updates, a);
            var second = Aggregators.Parse(name).Aggregate(previous, shuffled, b);
            Assert.Equal(a, b);
            Assert.Equal(first.WeightSum, second.WeightSum);
            if (first.Weights.Length > 0)
                Assert.All(shuffled, (u, i) => Assert.Equal(first.Weights[Array.FindIndex(updates, v => string.Equals(v.Device, u.Device, StringComparison.Ordinal))], second.Weights[i]));
        }).Holds();
    }

    [Theory]
    [InlineData("normalized")]
    [InlineData("samples")]
    [InlineData("fedavg")]
    [InlineData("krum")]
    [InlineData("multi-krum")]
    public void Weights_sum_to_one(string name) =>
        Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), count =>
        {
            var (previous, updates) = Draw(new Random(count), count);
            var result = Aggregators.Parse(name).Aggregate(previous, updates, new float[Parameters]);
            Assert.Equal(1, result.Weights.Sum(), 12);
            Assert.Equal(1, result.WeightSum, 12);
            Assert.Equal(0, result.PreviousWeight);
        }).Holds();

    [Theory]
    [InlineData("normalized")]
    [InlineData("literal")]
    [InlineData("residual")]
    [InlineData("samples")]
    public void Aggregate_is_the_weighted_sum_of_the_exposed_weights(string name)
    {
        var (previous, updates) = Draw(new Random(3), 7);
        var aggregate = new float[Parameters];
        var result = Aggregators.Parse(name).Aggregate(previous, updates, aggregate);
        for (var j = 0; j < Parameters; j++)
        {
            var expected = result.PreviousWeight * previous[j];
            for (var k = 0; k < updates.Length; k++) expected += result.Weights[k] * updates[k].Parameters.Span[j];
            Assert.Equal(expected, aggregate[j], 1e-7);
        }
    }

    [Fact]
    public void Weights_of_each_mode_follow_equation_22()
    {
        float[] previous = [1];
        WeightedUpdate[] updates = [new("a", 300, 0.5, new float[] { 2 }), new("b", 100, 2, new float[] { 4 })];
        var (ca, cb) = (1 - Math.Exp(-0.5), 1 - Math.Exp(-2));
        var (la, lb) = (0.75 * ca, 0.25 * cb);
        Check("literal", [la, lb], 0, (2 * la) + (4 * lb));
        Check("normalized", [la / (la + lb), lb / (la + lb)], 0, ((2 * la) + (4 * lb)) / (la + lb));
        Check("residual", [la, lb], 1 - la - lb, 1 + la + (3 * lb));
        Check("samples", [0.75, 0.25], 0, 2.5);

        void Check(string name, double[] weights, double previousWeight, double value)
        {
            var aggregate = new float[1];
            var result = Aggregators.Parse(name).Aggregate(previous, updates, aggregate);
            Assert.Equal(weights, result.Weights, (a, b) => Math.Abs(a - b) < 1e-15);
            Assert.Equal(previousWeight, result.PreviousWeight, 14);
            Assert.Equal(value, aggregate[0], 1e-6);
        }
    }

    [Fact]
    public void Literal_shrinks_models_that_agree_by_the_sum_of_its_weights_every_round()
    {
        var random = new Random(5);
        var model = Enumerable.Range(0, Parameters).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var norm = ModelNorm.Of(model);
        double[] tau = [0.02, 0.1, 0.3];
        var factor = tau.Average(AsynchronousWeights.Confidence);
        for (var round = 1; round <= 20; round++)
        {
            var result = new LiteralAggregator().Aggregate(model, [.. tau.Select((t, k) => new WeightedUpdate($"d{k}", 600, t, model))], model = new float[Parameters]);
            Assert.Equal(factor, result.WeightSum, 14);
            Assert.Equal(norm * Math.Pow(factor, round), ModelNorm.Of(model), 1e-6 * norm * Math.Pow(factor, round));
        }

        Assert.True(ModelNorm.Of(model) < 1e-15 * norm, "after twenty rounds nothing is left of the model");
    }

    [Fact]
    public void Equal_weights_of_zero_or_tiny_tau_fall_back_to_samples()
    {
        foreach (var tau in new[] { 0, 1e-300, 1e-12 })
        {
            var result = new NormalizedAggregator().Aggregate(new float[1], [new("a", 3, tau, new float[] { 1 }), new("b", 1, tau, new float[] { 5 })], new float[1]);
            Assert.Equal([0.75, 0.25], result.Weights, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void Confidence_is_exact_for_tiny_tau_and_ends_at_one()
    {
        Assert.Equal(1e-300, AsynchronousWeights.Confidence(1e-300));
        Assert.Equal(1, AsynchronousWeights.Confidence(double.PositiveInfinity));
        for (var tau = 1e-6; tau < 1e-4; tau *= 1.1)
        {
            var series = tau - (tau * tau / 2) + (tau * tau * tau / 6) - (tau * tau * tau * tau / 24);
            Assert.Equal(series, AsynchronousWeights.Confidence(tau), 1e-10 * tau);
        }
    }

    [Fact]
    public void Result_may_lie_in_the_memory_of_the_previous_model()
    {
        foreach (var name in Aggregators.Names)
        {
            var (previous, updates) = Draw(new Random(8), 5);
            var apart = new float[Parameters];
            Aggregators.Parse(name).Aggregate(previous, updates, apart);
            Aggregators.Parse(name).Aggregate(previous, updates, previous);
            Assert.Equal(apart, previous);
        }
    }

    [Fact]
    public void Bad_updates_are_errors_that_name_the_field()
    {
        var aggregator = new SamplesAggregator();
        Throws("nothing to aggregate");
        Throws("twice", new("a", 1, 0, new float[2]), new WeightedUpdate("a", 1, 0, new float[2]));
        Throws("parameters", new WeightedUpdate("a", 1, 0, new float[3]));
        Throws("samples", new WeightedUpdate("a", 0, 0, new float[2]));
        Throws("updateWeight", new WeightedUpdate("a", 1, -1, new float[2]));
        Throws("updateWeight", new WeightedUpdate("a", 1, double.NaN, new float[2]));

        void Throws(string part, params WeightedUpdate[] updates) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => aggregator.Aggregate(new float[2], updates, new float[2])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("krum:-1")]
    [InlineData("trimmed-mean:0.5")]
    [InlineData("normalized:1")]
    public void Unknown_names_and_arguments_are_refused(string? name)
    {
        Assert.False(Aggregators.TryParse(name, out _));
        Assert.Throws<ArgumentException>(() => Aggregators.Parse(name));
    }

    internal static (float[] Previous, WeightedUpdate[] Updates) Draw(Random random, int count)
    {
        var previous = Model();
        return (previous, [.. Enumerable.Range(0, count).Select(k => new WeightedUpdate($"d{random.Next():x8}-{k}", random.Next(50, 1000), random.NextDouble() * 3, Model()))]);

        float[] Model() => [.. Enumerable.Range(0, Parameters).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
