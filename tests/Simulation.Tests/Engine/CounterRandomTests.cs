using Diten.Simulation.Engine;

namespace Diten.Simulation.Tests.Engine;

public sealed class CounterRandomTests
{
    [Fact]
    public void A_number_depends_on_every_part_of_its_key()
    {
        var all = new HashSet<ulong>();
        for (var seed = 0; seed < 4; seed++)
            foreach (var purpose in Enum.GetValues<Purpose>())
                for (var who = 0; who < 20; who++)
                    for (var when = 0; when < 20; when++)
                        for (var which = 0; which < 4; which++)
                            Assert.True(all.Add(CounterRandom.Bits(seed, purpose, who, when, which)));
    }

    [Fact]
    public void The_same_key_gives_the_same_number_for_ever() =>
        Assert.Equal(CounterRandom.Bits(1, Purpose.Channel, 2, 3, 4), CounterRandom.Bits(1, Purpose.Channel, 2, 3, 4));

    [Fact]
    public void Uniforms_and_normals_have_their_moments()
    {
        const int count = 100_000;
        double sum = 0, normal = 0, square = 0;
        for (var i = 0; i < count; i++)
        {
            var u = CounterRandom.Uniform(7, Purpose.Move, i, 1);
            Assert.InRange(u, 0, 1 - 1e-16);
            sum += u;
            var z = CounterRandom.Normal(7, Purpose.Frequency, i, 1);
            normal += z;
            square += z * z;
        }

        Assert.Equal(0.5, sum / count, 0.005);
        Assert.Equal(0, normal / count, 0.015);
        Assert.Equal(1, square / count, 0.02);
    }
}
