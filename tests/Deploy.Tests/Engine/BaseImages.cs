using System.Diagnostics;
using System.Formats.Tar;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Engine;

/// <summary>
/// Stand-ins of the Dockerfile's two base images, made of this machine's own files: the SDK and runtime that run this test, the
/// libraries that they load, and for the SDK a shell and the packages that this test was built with. Nothing is downloaded.
/// </summary>
internal static partial class BaseImages
{
    private const string Invariant = "ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1";
    private static readonly string[] s_unused = ["FSharp", "DotnetTools", "TestHostNetFramework"];

    /// <summary>The names by which the Dockerfile asks for them: the SDK's, the runtime's.</summary>
    public static string[] Names { get; } = [Dockerfile.Chain("restore")[0].From, Dockerfile.Chain("runtime")[0].From];

    /// <summary>Makes both and gives them their names.</summary>
    public static async Task ImportAsync(ContainerEngine engine, string folder)
    {
        await ImportAsync(engine, Path.Combine(folder, "sdk.tar"), Names[0], FillSdk, Invariant);
        // The user, and the port that the Dockerfile takes away, as in the original.
        await ImportAsync(engine, Path.Combine(folder, "runtime.tar"), Names[1], FillRuntime, Invariant, "ENV ASPNETCORE_HTTP_PORTS=8080", "USER 1654");
    }

    /// <summary>Makes one image.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="tar">A file for the while.</param>
    /// <param name="name">Its name.</param>
    /// <param name="fill">What is in it.</param>
    /// <param name="changes">What its configuration says, as a Dockerfile does.</param>
    public static async Task ImportAsync(ContainerEngine engine, string tar, string name, Action<RootTar> fill, params string[] changes)
    {
        using (var root = new RootTar(tar)) fill(root);
        await engine.RunAsync($"docker import {string.Concat(changes.Select(c => $"--change '{c}' "))}'{tar}' {name}");
        File.Delete(tar);
    }

    /// <summary>What the loader finds for programs and libraries, and OpenSSL, which the runtime looks for by itself.</summary>
    public static void Libraries(RootTar root, string[] files)
    {
        var found = Needed(files);
        var folders = found.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal).ToArray();
        var openSsl = new[] { "libssl.so.3", "libcrypto.so.3" }.Select(name => folders.Select(f => Path.Combine(f!, name)).FirstOrDefault(File.Exists)).OfType<string>().ToArray();
        foreach (var library in found.Concat(openSsl).Concat(openSsl.Length > 0 ? Needed(openSsl) : [])) root.File(library, library[1..]);
    }

    private static void FillRuntime(RootTar root)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var home = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var version = Path.GetFileName(runtime);
        foreach (var framework in new[] { "Microsoft.NETCore.App", "Microsoft.AspNetCore.App" }) root.Folder(Path.Combine(home, "shared", framework, version), $"usr/share/dotnet/shared/{framework}/{version}");
        root.Folder(Path.Combine(home, "host"), "usr/share/dotnet/host");
        root.File(Path.Combine(home, "dotnet"), "usr/share/dotnet/dotnet");
        root.Link("usr/bin/dotnet", "/usr/share/dotnet/dotnet");
        root.Text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/false\n");
        root.Text("etc/group", "root:x:0:\napp:x:1654:\n");
        root.Open("tmp");
        Libraries(root, [Path.Combine(home, "dotnet"), .. Directory.EnumerateFiles(home, "*.so", SearchOption.AllDirectories).Where(f => f.Contains(version, StringComparison.Ordinal))]);
    }

    private static void FillSdk(RootTar root)
    {
        FillRuntime(root);
        var home = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", ".."));
        var version = Output(Path.Combine(home, "dotnet"), "--version").Trim();
        root.Folder(Path.Combine(home, "sdk", version), $"usr/share/dotnet/sdk/{version}", s_unused);
        foreach (var folder in new[] { "packs", "sdk-manifests" }.Where(f => Directory.Exists(Path.Combine(home, f)))) root.Folder(Path.Combine(home, folder), "usr/share/dotnet/" + folder);
        foreach (var tool in new[] { "/bin/sh", "/bin/mkdir" })
        {
            root.File(tool, tool[1..]);
            Libraries(root, [tool]);
        }
        Packages(root);
    }

    // What NuGet brought for the projects, as a folder beside NuGet's own; nothing is looked for elsewhere.
    private static void Packages(RootTar root)
    {
        foreach (var project in Dockerfile.Projects)
        {
            var assets = JsonNode.Parse(File.ReadAllText(Repository.PathTo(Path.GetDirectoryName(project)!, "obj", "project.assets.json")))!;
            var folders = assets["packageFolders"]!.AsObject().Select(f => f.Key).ToArray();
            foreach (var path in assets["libraries"]!.AsObject().Select(l => l.Value!).Where(l => l["type"].Text() == "package").Select(l => l["path"].Text()!))
            {
                root.Folder(folders.Select(f => Path.Combine(f, path)).First(Directory.Exists), "packages/" + path);
            }
        }
        root.Text("root/.nuget/NuGet/NuGet.Config", """
            <configuration>
              <packageSources><clear /></packageSources>
              <fallbackPackageFolders><add key="machine" value="/packages" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    private static string[] Needed(string[] files) => [.. Library().Matches(Output("ldd", files)).Select(m => m.Groups["path"].Value).Distinct(StringComparer.Ordinal)];

    private static string Output(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = Repository.Root })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    [GeneratedRegex(@"(?m)^\s+(\S+ => )?(?<path>/\S+) \(0x", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Library();
}
