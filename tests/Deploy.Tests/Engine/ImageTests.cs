using System.Globalization;
using System.Text.Json.Nodes;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Engine;

/// <summary>The README's commands build the images in a real engine, and the images run.</summary>
[Collection(nameof(BuiltImages))]
public sealed class ImageTests(BuiltImages images)
{
    [EngineFact]
    public async Task The_commands_of_the_readme_build_what_the_Dockerfile_says()
    {
        await images.BuiltAsync();
        foreach (var (name, program) in new[] { (BuiltImages.Silo, "silo"), (BuiltImages.Client, "client") })
        {
            var image = JsonNode.Parse(await images.Engine.RunAsync($"docker image inspect {name}"))![0]!;
            var (stage, config) = (Dockerfile.Chain(program)[^1], image["Config"]!);
            Assert.Equal("1654:1654", config["User"].Text());
            Assert.Equal(stage.Words("ENTRYPOINT"), config["Entrypoint"].Texts());
            Assert.Equal(stage.Words("CMD"), config["Cmd"].Texts());
            Assert.Equal(["CMD", .. stage.Words("HEALTHCHECK")], config["Healthcheck"]!["Test"].Texts());
            Assert.Equal("SIGTERM", config["StopSignal"].Text());
            // Native libraries of one architecture only; those of all would be 70 MB more.
            var own = image["Size"]!.GetValue<long>() - long.Parse(await images.Engine.RunAsync($"docker image inspect --format '{{{{.Size}}}}' {BaseImages.Names[1]}"), CultureInfo.InvariantCulture);
            Assert.InRange(own, 1_000_000, 40_000_000);
        }
    }

    [EngineFact]
    public async Task A_silo_a_client_and_devices_work_together_in_containers_and_end_well()
    {
        await images.BuiltAsync();
        var silo = await images.StartAsync($"--network none {BuiltImages.Silo}");
        await images.HealthyAsync(silo);
        var client = await images.StartAsync($"--network container:{silo} {BuiltImages.Client}");
        await images.HealthyAsync(client);
        var devices = await images.StartAsync(
            $"--network container:{silo} --no-healthcheck {BuiltImages.Client} devices --count 10 --station bs-1 --participants 4 --model softmax --scenario digits --dataset digits --threads 1 --time-scale 0 --rounds 2 --until-done");
        Assert.True(await images.Engine.RunAsync($"docker wait {devices}") == "0", await images.Engine.RunAsync($"docker logs {devices}"));
        await EndsWellAsync(client, "");
        await EndsWellAsync(silo, "drained; everything is stored");
        // What it wrote is its own to read again.
        await images.Engine.RunAsync($"docker start {silo}");
        await images.HealthyAsync(silo);
        await EndsWellAsync(silo, "drained; everything is stored");
    }

    [EngineFact]
    public async Task A_change_of_source_restores_nothing_again_and_only_what_is_needed_goes_into_the_build()
    {
        await images.BuiltAsync();
        var context = Directory.CreateTempSubdirectory("diten-context-").FullName;
        try
        {
            foreach (var file in Repository.Files("src", "*").Select(f => Path.GetRelativePath(Repository.Root, f)).Concat([".dockerignore", ".editorconfig", "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "deploy/docker/Dockerfile"]))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(context, file))!);
                File.Copy(Repository.PathTo(file), Path.Combine(context, file));
            }
            await File.AppendAllTextAsync(Path.Combine(context, "src/Core/Changed.cs"), "// Changed.\n");
            Directory.CreateDirectory(Path.Combine(context, "src/Core/bin"));
            foreach (var secret in new[] { "deploy/docker/.env", ".env", "src/Core/bin/secret" }) await File.WriteAllTextAsync(Path.Combine(context, secret), "secret");
            var said = await images.Engine.RunAsync($"{images.BuildKit}docker build -f {context}/deploy/docker/Dockerfile --target build -t diten-source:changed {context}");
            Assert.Matches(images.BuildKit.Length > 0 ? @"(?m)^(#[0-9]+) \[restore [^\n]*\] RUN dotnet restore[^\n]*\n(\1 sha256[^\n]*\n)*\1 CACHED" : @"RUN dotnet restore[^\n]*\n ---> Using cache", said);
            await images.Engine.RunAsync("docker run --rm --network none diten-source:changed sh -c 'test -e src/Core/Changed.cs && test ! -e deploy && test ! -e .env && test ! -e src/Core/bin'");
        }
        finally
        {
            Directory.Delete(context, recursive: true);
            await images.Engine.TryAsync("docker image rm diten-source:changed");
        }
    }

    // The signal reaches the program, which has done with its work long before the engine kills it.
    private async Task EndsWellAsync(string container, string lastWord)
    {
        await images.Engine.RunAsync($"docker stop --time 120 {container}");
        await images.EndedWellAsync(container, lastWord);
    }
}
