namespace Diten.Chaos.Tests.Hosting;

/// <summary>Whether network namespaces joined by a bridge can be had here, found by making some.</summary>
internal static class NamespaceProbe
{
    /// <summary>Why not; null if they can.</summary>
    /// <param name="isRoot">Whether this is root on Linux.</param>
    /// <param name="prefix">Names begin with it.</param>
    /// <param name="ip">Runs iproute2's <c>ip</c> with arguments.</param>
    public static string? Run(bool isRoot, string prefix, Func<string, (int Code, string Said)> ip)
    {
        if (!isRoot) return "network namespaces need root on Linux";
        try
        {
            var made = ip($"netns add {prefix}p");
            if (made.Code != 0) return $"network namespaces cannot be made here: {made.Said}";
            // A bridge and a pair of wires need kernel modules that a container may lack.
            var bridge = ip($"link add {prefix}q type bridge");
            var wires = ip($"link add {prefix}v type veth peer name {prefix}u");
            ip($"link del {prefix}q");
            ip($"link del {prefix}v");
            ip($"netns del {prefix}p");
            return bridge.Code == 0 && wires.Code == 0 ? null : $"a bridge of network namespaces cannot be made here: {bridge.Said} {wires.Said}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "iproute2 is not installed (no 'ip' in PATH)";
        }
    }
}
