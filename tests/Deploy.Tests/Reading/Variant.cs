using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary>An overlay as an operator may change it, rendered by the real <c>kubectl kustomize</c>.</summary>
internal static class Variant
{
    /// <summary>The overlay with a line of its <c>kustomization.yaml</c> that begins otherwise.</summary>
    /// <param name="name">The overlay.</param>
    /// <param name="begin">How the line begins.</param>
    /// <param name="instead">How it begins instead.</param>
    public static Overlay Of(string name, string begin, string instead)
    {
        var folder = Directory.CreateTempSubdirectory("diten-overlay-");
        try
        {
            foreach (var file in new[] { "kubernetes", "observability" }.SelectMany(f => Directory.EnumerateFiles(Repository.PathTo("deploy", f), "*", SearchOption.AllDirectories)))
            {
                var copy = Path.Combine(folder.FullName, Path.GetRelativePath(Repository.PathTo("deploy"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            var overlay = Path.Combine(folder.FullName, "kubernetes", "overlays", name);
            var kustomization = Path.Combine(overlay, "kustomization.yaml");
            var lines = File.ReadAllLines(kustomization);
            Assert.Single(lines, l => l.StartsWith(begin, StringComparison.Ordinal));
            File.WriteAllLines(kustomization, lines.Select(l => l.StartsWith(begin, StringComparison.Ordinal) ? instead + l[begin.Length..] : l));
            return Overlay.Of(name, Kubectl.Kustomize(overlay));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
