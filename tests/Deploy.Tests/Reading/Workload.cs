using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Diten.Deploy.Tests.Reading;

/// <summary>Something that runs pods.</summary>
internal sealed class Workload(Overlay overlay, JsonNode document)
{
    /// <summary>Kinds that run pods.</summary>
    public static string[] Kinds { get; } = ["StatefulSet", "Deployment", "Job"];

    /// <summary>The address that pods have in these tests.</summary>
    public const string PodAddress = "10.1.2.3";

    /// <summary>What the secret of the database holds in these tests.</summary>
    public const string Connection = "Host=db;Database=diten;Username=diten;Password=test-only";

    public string Name => Overlay.NameOf(Document);

    public string Title => Overlay.TitleOf(Document);

    public JsonNode Document { get; } = document;

    public JsonNode Template => Document["spec"]!["template"]!;

    public JsonNode Pod => Template["spec"]!;

    public IEnumerable<JsonNode> Containers => Pod["initContainers"].Items().Concat(Pod["containers"].Items());

    /// <summary>The only container.</summary>
    public JsonNode Container => Assert.Single(Containers);

    /// <summary>The numbers of the named ports.</summary>
    public IReadOnlyDictionary<string, int> Ports => Container["ports"].Items().ToDictionary(p => p["name"].Text()!, p => p["containerPort"].Number(), StringComparer.Ordinal);

    /// <summary>The probes that are there, by name.</summary>
    public IEnumerable<(string Name, JsonNode Probe)> Probes =>
        new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Where(p => Container[p] is not null).Select(p => (p, Container[p]!));

    /// <summary>Seconds between the wish that a pod ends and its being killed, without the pause before.</summary>
    public int SecondsToStop => Pod["terminationGracePeriodSeconds"].Number() - (Container["lifecycle"]?["preStop"]?["sleep"]?["seconds"] is { } pause ? pause.Number() : 0);

    /// <summary>The arguments, with files that are mounted from the Secret of certificates where this machine has them.</summary>
    public string[] Arguments => Array.ConvertAll(Container["args"].Texts(), Here);

    /// <summary>The variables that the container sees, with what the cluster fills in.</summary>
    /// <param name="field">The value of a field of the pod.</param>
    /// <param name="secret">The value of a key of a secret.</param>
    public Dictionary<string, string> Environment(Func<string, string> field, Func<string, string, string> secret)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in Container["envFrom"].Items())
        {
            foreach (var (key, value) in overlay.One("ConfigMap", source["configMapRef"]!["name"].Text()!)["data"]!.AsObject()) seen[key] = value.Text()!;
        }
        foreach (var variable in Container["env"].Items())
        {
            var from = variable["valueFrom"];
            seen[variable["name"].Text()!] = from?["fieldRef"]?["fieldPath"].Text() is { } path ? field(path)
                : from?["secretKeyRef"] is { } key ? secret(key["name"].Text()!, key["key"].Text()!)
                : Regex.Replace(Here(variable["value"].Text()!), @"\$\((?<name>\w+)\)", m => seen[m.Groups["name"].Value], RegexOptions.None, TimeSpan.FromSeconds(10));
        }
        return seen;
    }

    /// <summary>The variables with values that stand for those of a cluster.</summary>
    public Dictionary<string, string> Environment() => Environment(
        path => path switch
        {
            "status.podIP" => PodAddress,
            "metadata.name" => Name + "-0",
            _ => throw new InvalidDataException($"field {path}"),
        },
        (name, key) => (name, key) switch
        {
            ("diten-postgres", "connection-string") => Connection,
            _ => "test-only",
        });

    private string Here(string text)
    {
        var volume = Pod["volumes"].Items().SingleOrDefault(v => v["secret"]?["secretName"].Text() == MountedCertificates.Secret);
        if (volume is null) return text;
        var path = Container["volumeMounts"].Items().Single(m => m["name"].Text() == volume["name"].Text())["mountPath"].Text()! + "/";
        return text.StartsWith(path, StringComparison.Ordinal) ? Path.Combine(MountedCertificates.Folder, text[path.Length..]) : text;
    }
}
