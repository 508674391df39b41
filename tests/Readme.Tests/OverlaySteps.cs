using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>The commands that the first lines of the overlay <c>dev</c> give, one a line as they stand there.</summary>
internal static class OverlaySteps
{
    /// <summary>How the dashboard is reached.</summary>
    public const string Forward = "kubectl -n diten-dev port-forward service/diten-client 5080:80";

    private const string Indent = "#   ";

    public static IReadOnlyList<string> Commands { get; } = Find(File.ReadAllText(Repository.PathTo("deploy/kubernetes/overlays/dev/kustomization.yaml")));

    /// <summary>Everything that ends by itself; the images are on the nodes already.</summary>
    public static IEnumerable<string> UpToTheForward => Commands.Where(c => !c.StartsWith("kind ", StringComparison.Ordinal)).Select(c => c.Replace($" && {Forward}", "", StringComparison.Ordinal));

    internal static IReadOnlyList<string> Find(string text)
    {
        var lines = text.Split('\n').TakeWhile(l => l.StartsWith('#')).Where(l => l.StartsWith(Indent, StringComparison.Ordinal)).Select(l => l[Indent.Length..].Trim());
        return string.Join('\n', lines).Replace("\\\n", "", StringComparison.Ordinal).Split('\n');
    }
}
