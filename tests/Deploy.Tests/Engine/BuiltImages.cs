using Diten.Cluster.Tests.Hosting;
using Diten.Readme.Tests;

namespace Diten.Deploy.Tests.Engine;

/// <summary>
/// The images that the README's commands build, as they stand there; built once for all tests. The silo's is built by the classic
/// builder and the client's by BuildKit, where the clients here can ask for it: an old Docker has the one and a new one the other.
/// </summary>
[CollectionDefinition(nameof(BuiltImages))]
public sealed class BuiltImages : IAsyncLifetime, ICollectionFixture<BuiltImages>
{
    /// <summary>The names that the commands give them.</summary>
    internal const string Silo = "diten-silo:0.1.0", Client = "diten-client:0.1.0";

    private readonly Lazy<Task> _built;
    private readonly List<string> _containers = [];

    /// <summary>Nothing is built before the first test asks.</summary>
    public BuiltImages() => _built = new(BuildAsync);

    /// <summary>The README's commands that build images.</summary>
    internal static string[] Commands { get; } = [.. ReadmeText.Commands.Where(c => c.StartsWith("docker build ", StringComparison.Ordinal))];

    /// <summary>The engine.</summary>
    internal ContainerEngine Engine { get; private set; } = null!;

    /// <summary>What comes before a command so that BuildKit builds, where the clients here can ask for it.</summary>
    internal string BuildKit { get; private set; } = "";

    /// <summary>Waits for the images.</summary>
    internal async Task BuiltAsync()
    {
        Engine = (await ContainerEngine.Found).Engine!;
        await _built.Value;
    }

    /// <summary>Starts a container of an image as a hardened deployment does: nothing to write to, no capability.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> StartAsync(string options)
    {
        var name = $"diten-test-{Guid.NewGuid():N}";
        _containers.Add(name);
        await Engine.RunAsync($"docker run --detach --name {name} --read-only --cap-drop ALL --security-opt no-new-privileges {options}");
        return name;
    }

    /// <summary>Waits until a container says that it is healthy.</summary>
    internal Task HealthyAsync(string container) => Eventually.BecomesAsync(
        async () =>
        {
            var state = await Engine.RunAsync($"docker inspect --format '{{{{.State.Status}}}} {{{{.State.Health.Status}}}}' {container}");
            if (state == "running healthy") return null;
            var said = await Engine.RunAsync($"docker logs {container}");
            Assert.True(state.StartsWith("running", StringComparison.Ordinal), $"{state}:\n{said}");
            // The engine asks every five or ten seconds.
            await Task.Delay(TimeSpan.FromSeconds(1));
            return $"{state}:\n{said}";
        },
        "the container is healthy");

    /// <summary>A container has ended by itself after it was told to, and not been killed.</summary>
    internal async Task EndedWellAsync(string container, string lastWord)
    {
        var said = await Engine.RunAsync($"docker logs {container}");
        Assert.True(await Engine.RunAsync($"docker inspect --format '{{{{.State.Status}}}} {{{{.State.ExitCode}}}}' {container}") == "exited 0", said);
        Assert.Contains(lastWord, said, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (!ContainerEngine.IsWanted || (await ContainerEngine.Found).Engine is not { } engine) return;
        foreach (var container in _containers) await engine.TryAsync($"docker rm --force --volumes {container}");
        await engine.DisposeAsync();
    }

    private async Task BuildAsync()
    {
        if (await Engine.BuildKitAsync() is { } folder) BuildKit = $"export DOCKER_BUILDKIT=1 BUILDKIT_PROGRESS=plain PATH='{folder}':\"$PATH\"; ";
        Assert.Equal(2, Commands.Length);
        Assert.Contains("Successfully built", await Engine.RunAsync("export DOCKER_BUILDKIT=0; " + Commands[0]), StringComparison.Ordinal);
        await Engine.RunAsync(BuildKit + Commands[1]);
    }
}
