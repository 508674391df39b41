using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Diten.Architecture.Tests;
using Diten.Dashboard.Hosting;
using Diten.Deploy.Tests.Reading;
using Diten.Silo.Settings;

namespace Diten.Deploy.Tests;

/// <summary>What can be read in the Dockerfile. <see cref="Engine.ImageTests"/> builds and runs the images where there is an engine.</summary>
public sealed class DockerfileTests
{
    public static TheoryData<string> Programs => new("silo", "client", "simulator");

    [Fact]
    public void Base_images_are_pinned()
    {
        var images = Dockerfile.Stages.Where(s => Dockerfile.Stages.All(other => other.Name != s.From)).Select(s => s.From).ToArray();
        Assert.Equal(2, images.Length);
        Assert.All(images, i => Assert.Matches(Images.Pinned, i));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void An_image_runs_as_a_user_by_number_and_has_no_shell(string program)
    {
        var chain = Dockerfile.Chain(program);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", chain.SelectMany(s => s.All("USER")).Last());
        Assert.EndsWith("-chiseled", chain[0].From, StringComparison.Ordinal);
        Assert.Empty(chain.SelectMany(s => s.All("RUN")));
        // The exec form: what is started gets the signals, and there is no shell to start it.
        Assert.Equal("dotnet", chain[^1].Words("ENTRYPOINT")[0]);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_is_started_is_what_was_published(string program)
    {
        var publish = Dockerfile.Stages.Single(s => s.Name == "publish-" + program).All("RUN").Single();
        var project = Regex.Match(publish, @"dotnet publish (?<project>\S+\.csproj) -c Release .*-o (?<out>\S+)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        Assert.True(File.Exists(Repository.PathTo(project.Groups["project"].Value)), publish);
        Assert.Equal(Path.GetFileNameWithoutExtension(project.Groups["project"].Value) + ".dll", Dockerfile.Chain(program)[^1].Words("ENTRYPOINT")[1]);
        Assert.Contains($"--from=publish-{program} {project.Groups["out"].Value} ./", Dockerfile.Chain(program)[^1].All("COPY"), StringComparer.Ordinal);
    }

    [Fact]
    public void Exposed_ports_are_the_programs_defaults()
    {
        var (network, health) = (new NetworkSettings(), new HealthSettings());
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{network.SiloPort} {network.GatewayPort} {health.Port}"), Dockerfile.Chain("silo")[^1].All("EXPOSE").Single());
        Assert.Equal(new Uri(DashboardOptions.DefaultUrl).Port.ToString(CultureInfo.InvariantCulture), Dockerfile.Chain("client")[^1].All("EXPOSE").Single());
    }

    [Fact]
    public void What_is_written_is_on_a_volume()
    {
        var environment = Dockerfile.Environment("silo");
        var settings = SiloEnvironment.Read(environment);
        Assert.Contains(Path.GetDirectoryName(settings.Storage.File), Dockerfile.Chain("silo").SelectMany(s => s.All("VOLUME")), StringComparer.Ordinal);
        Assert.Contains("/tmp", Dockerfile.Chain("client").SelectMany(s => s.All("VOLUME")), StringComparer.Ordinal);
    }

    [Fact]
    public void What_the_build_copies_is_not_ignored()
    {
        var ignore = File.ReadAllLines(Repository.PathTo(".dockerignore"));
        Assert.Contains("*", ignore, StringComparer.Ordinal);
        var copied = Dockerfile.Chain("build").SelectMany(s => s.All("COPY")).SelectMany(c => c.Split(' ')[..^1]).ToArray();
        Assert.All(copied, f =>
        {
            Assert.True(Path.Exists(Repository.PathTo(f)), f);
            Assert.Contains("!" + f.Split('/')[0], ignore, StringComparer.Ordinal);
        });
        Assert.Contains("**/bin", ignore, StringComparer.Ordinal);
        Assert.Contains("**/obj", ignore, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_builder_understands_it()
    {
        var text = File.ReadAllText(Repository.PathTo("deploy", "docker", "Dockerfile"));
        // A frontend that must be fetched first, and what the classic builder does not have: flags of RUN, here documents, its own platform.
        Assert.DoesNotMatch("(?m)^# *syntax *=", text);
        Assert.All(Dockerfile.Stages.SelectMany(s => s.All("RUN")), run => Assert.DoesNotMatch("^--|<<", run));
        Assert.DoesNotMatch(@"\$BUILDPLATFORM|\$\{BUILDPLATFORM\}|-a \$\{?TARGETARCH\}? ", text.Replace("${TARGETARCH:+-a $TARGETARCH}", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_are_restored_from_the_project_files_alone()
    {
        Assert.All(Dockerfile.Projects, p => Assert.Contains($"{p} {Path.GetDirectoryName(p)}/", Dockerfile.Stages.Single(s => s.Name == "restore").All("COPY"), StringComparer.Ordinal));
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var program in Programs) Need(ProjectOf(program), needed);
        Assert.Equal(needed.AsEnumerable(), Dockerfile.Projects.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    // Of a program in the Dockerfile.
    private static string ProjectOf(string program) => Regex.Match(
        Dockerfile.Stages.Single(s => s.Name == "publish-" + program).All("RUN").Single(), @"dotnet publish (?<project>\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)).Groups["project"].Value;

    // A project and all that it refers to.
    private static void Need(string project, SortedSet<string> needed)
    {
        if (!needed.Add(project)) return;
        foreach (var reference in XDocument.Load(Repository.PathTo(project)).Descendants("ProjectReference"))
        {
            Need(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.PathTo(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value))), needed);
        }
    }
}
