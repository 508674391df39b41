using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>The kept rendering is the real one.</summary>
public sealed class RenderTests
{
    private const string HowTo = "run the tests of Deploy.Tests once with DITEN_RENDER=1 where kubectl is installed, and commit tests/Deploy.Tests/Rendered";

    public static TheoryData<string> Overlays => new(Overlay.Names);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_is_kept_was_rendered_from_the_files_as_they_are(string name)
    {
        if (Kubectl.Missing is null && Environment.GetEnvironmentVariable("DITEN_RENDER") == "1") File.WriteAllText(Overlay.Kept(name).KeptAt, Overlay.Rendered(name).ToText());
        Assert.True(Overlay.KeptInputs(name) == Overlay.Inputs, $"deploy/ has changed since {name} was rendered: {HowTo}");
    }

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Kubectl_renders_what_is_kept(string name)
    {
        var (kept, rendered) = (Overlay.Kept(name), Overlay.Rendered(name));
        Assert.Equal(kept.Documents.Select(Overlay.TitleOf), rendered.Documents.Select(Overlay.TitleOf), StringComparer.Ordinal);
        Assert.All(kept.Documents.Zip(rendered.Documents), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{Overlay.TitleOf(pair.First)} is rendered otherwise: {HowTo}"));
    }
}
