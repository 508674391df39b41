using System.Text;
using Diten.Learning.Torch.Natives;

namespace Diten.Learning.Torch.Tests;

public sealed class SymbolVersionsTests
{
    [Fact]
    public void A_demand_that_a_symbol_is_used_of_is_kept_and_one_of_which_none_is_can_go()
    {
        if (!OperatingSystem.IsLinux()) return;
        var library = Wrapper();
        Assert.False(Relaxes("GLIBC_2.2.5"));
        Assert.False(Relaxes("NOBODYS_1.0"));
        Assert.False(SymbolVersions.Relax("no library at all, whatever its length may be, and it is long enough"u8.ToArray(), "GLIBC_2.2.5"));
        Assert.False(SymbolVersions.Relax(library.AsSpan(0, 300).ToArray(), "GLIBC_2.2.5"));
        // Of this version GCC 13 names one symbol, to which nothing refers; a wrapper built by an older one does not demand it.
        var demands = Encoding.Latin1.GetString(library).Contains("GLIBCXX_3.4.32\0", StringComparison.Ordinal);
        Assert.Equal(demands, Relaxes("GLIBCXX_3.4.32"));

        bool Relaxes(string version)
        {
            var copy = (byte[])library.Clone();
            var relaxed = SymbolVersions.Relax(copy, version);
            Assert.Equal(relaxed ? 1 : 0, library.Zip(copy).Count(pair => pair.First != pair.Second));
            return relaxed;
        }
    }

    private static byte[] Wrapper() =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(typeof(TorchSharp.torch).Assembly.Location)!, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
}
