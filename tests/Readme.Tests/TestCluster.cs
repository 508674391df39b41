namespace Diten.Readme.Tests;

/// <summary>
/// The Kubernetes cluster that tests may write to: the context of kubectl that <c>DITEN_TEST_CLUSTER</c> names, never the user's
/// current one. Its nodes must have the images that the overlays name, and a volume for a claim of 10 GB or someone who makes it.
/// </summary>
internal static class TestCluster
{
    public const string Variable = "DITEN_TEST_CLUSTER";

    /// <summary>The context; null if none is named.</summary>
    public static string? Context { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } context ? context : null;

    /// <summary>
    /// A configuration that knows this context alone, in a file of the folder given: with <c>KUBECONFIG</c> naming it, a command
    /// as the documents have it goes to this cluster and can go to no other.
    /// </summary>
    public static async Task<string> ConfigureAsync(string folder)
    {
        var file = Path.Combine(folder, "kubeconfig");
        var (code, text) = await Shell.RunAsync($"umask 077; kubectl config view --raw --flatten --minify --context '{Context}' > '{file}' && kubectl --kubeconfig '{file}' config use-context '{Context}'");
        Assert.True(code == 0, $"{Variable}: {text}");
        return file;
    }
}

/// <summary>A test that writes to a Kubernetes cluster; skipped, with the reason, where none is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (TestCluster.Context is null) Skip = $"{TestCluster.Variable} names no context of kubectl that may be written to: nothing is applied to a cluster; what would be is rendered and checked in Deploy.Tests";
    }
}
