using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

/// <summary>Counts the bytes of the process, so nothing else may run beside it.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class MemoryCollection;

[Collection("memory")]
public sealed class TwinMemoryTests
{
    [Fact]
    public void A_resting_twin_with_eight_readings_takes_less_than_4_KB()
    {
        const int Count = 2000;
        var twins = new TwinState[Count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            // Names are built anew each time, as a deserializer does.
            twins[i] = New($"device-{i}");
            for (var s = 1; s <= 2; s++) twins[i] = Accept(twins[i], Report(s, s, [.. Enumerable.Range(0, 8).Select(r => ($"reading{r}", r + (double)s))]));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        GC.KeepAlive(twins);
        Assert.True(each is > 500 and < 4096, $"{each} bytes");
    }
}
