using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diten.Readme.Tests;

/// <summary>
/// What <c>kubectl</c> meets where there is no cluster: an API that says what it knows, takes new objects and keeps them. It runs
/// nothing, checks nothing and knows only the kinds of the overlays; a cluster that <c>DITEN_TEST_CLUSTER</c> names does the rest.
/// </summary>
internal sealed class StandInApiServer : IAsyncDisposable
{
    private static readonly (string Group, string Plural, string Kind)[] s_kinds =
    [
        ("v1", "namespaces", "Namespace"), ("v1", "configmaps", "ConfigMap"), ("v1", "secrets", "Secret"), ("v1", "services", "Service"),
        ("v1", "serviceaccounts", "ServiceAccount"), ("apps/v1", "deployments", "Deployment"), ("apps/v1", "statefulsets", "StatefulSet"),
        ("batch/v1", "jobs", "Job"), ("networking.k8s.io/v1", "ingresses", "Ingress"), ("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy"),
        ("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"), ("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    ];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, JsonNode> _objects = new(StringComparer.Ordinal);

    private StandInApiServer(WebApplication app) => _app = app;

    /// <summary>What has been made, as <c>Kind namespace/name</c>.</summary>
    public IEnumerable<string> Objects => _objects.Values.Select(NameOf);

    /// <summary>Objects that came without <c>fieldValidation=Strict</c>, or changed one that was there.</summary>
    public ConcurrentQueue<string> Odd { get; } = new();

    /// <summary>Starts one on a free port of this machine.</summary>
    public static async Task<StandInApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new StandInApiServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Writes a configuration of kubectl's that knows this server alone.</summary>
    public async Task<string> ConfigureAsync(string folder)
    {
        var file = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(file, $"{{apiVersion: v1, kind: Config, current-context: t, clusters: [{{name: t, cluster: {{server: '{_app.Urls.Single()}'}}}}], contexts: [{{name: t, context: {{cluster: t, user: t}}}}], users: [{{name: t, user: {{}}}}]}}");
        return file;
    }

    /// <summary>How an object is called here.</summary>
    public static string NameOf(JsonNode item) => $"{item["kind"]} {item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool IsNamespaced(string kind) => kind != "Namespace";

    private static JsonObject GroupOf(string group) => new()
    {
        ["name"] = group.Split('/')[0],
        ["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = group, ["version"] = group.Split('/')[1] }),
        ["preferredVersion"] = new JsonObject { ["groupVersion"] = group, ["version"] = group.Split('/')[1] },
    };

    // The path of a group and version, such as apis/apps/v1; in the core it is api/v1.
    private static string PathOf(string group) => group.Contains('/', StringComparison.Ordinal) ? "apis/" + group : "api/" + group;

    private static JsonNode? Discovery(string path)
    {
        switch (path)
        {
            case "version": return new JsonObject { ["major"] = "1", ["minor"] = "30", ["gitVersion"] = "v1.30.0" };
            case "api": return new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") };
            case "apis":
                var groups = s_kinds.Select(k => k.Group).Where(g => g != "v1").Distinct(StringComparer.Ordinal).Select(GroupOf);
                return new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. groups]) };
            case "openapi/v3":
                var paths = s_kinds.Select(k => PathOf(k.Group)).Distinct(StringComparer.Ordinal).Select(p => KeyValuePair.Create(p, (JsonNode?)new JsonObject { ["serverRelativeURL"] = "/openapi/v3/" + p }));
                return new JsonObject { ["paths"] = new JsonObject(paths) };
        }

        var schema = path.StartsWith("openapi/v3/", StringComparison.Ordinal);
        var kinds = s_kinds.Where(k => PathOf(k.Group) == (schema ? path["openapi/v3/".Length..] : path)).ToArray();
        if (kinds.Length == 0) return null;
        return schema ? Schema(kinds) : new JsonObject
        {
            ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = kinds[0].Group,
            ["resources"] = new JsonArray([.. kinds.Select(k => new JsonObject
            {
                ["name"] = k.Plural, ["singularName"] = k.Kind.ToLowerInvariant(), ["kind"] = k.Kind, ["namespaced"] = IsNamespaced(k.Kind),
                ["verbs"] = new JsonArray("create", "get", "list", "patch"),
            })]),
        };
    }

    // Says no more of an object than that the server checks its fields, so that the client leaves it to the server.
    private static JsonObject Schema((string Group, string Plural, string Kind)[] kinds) => new()
    {
        ["openapi"] = "3.0.0", ["info"] = new JsonObject { ["title"] = "t", ["version"] = "1" },
        ["paths"] = new JsonObject(kinds.Select(k => KeyValuePair.Create($"/{PathOf(k.Group)}/{k.Plural}/{{name}}", (JsonNode?)new JsonObject
        {
            ["patch"] = new JsonObject
            {
                ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = k.Group.Contains('/', StringComparison.Ordinal) ? k.Group.Split('/')[0] : "", ["version"] = k.Group.Split('/')[^1], ["kind"] = k.Kind },
                ["parameters"] = new JsonArray(new JsonObject { ["name"] = "fieldValidation", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } }),
                ["responses"] = new JsonObject(),
            },
        }))),
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value!.Trim('/'));
        if (HttpMethods.IsGet(request.Method))
        {
            if (Discovery(path) is { } answer) await AnswerAsync(context, 200, answer);
            else if (_objects.TryGetValue(path, out var known)) await AnswerAsync(context, 200, known);
            else await RefuseAsync(context, 404, "NotFound", path);
            return;
        }

        if (!HttpMethods.IsPost(request.Method)) Odd.Enqueue($"{request.Method} {path}");
        var item = (await JsonNode.ParseAsync(request.Body))!;
        if (request.Query["fieldValidation"] != "Strict") Odd.Enqueue($"not strict: {path} {item["metadata"]?["name"]}");
        if (_objects.TryAdd($"{path}/{item["metadata"]!["name"]}", item)) await AnswerAsync(context, 201, item);
        else await RefuseAsync(context, 409, "AlreadyExists", path);
    }

    private static Task RefuseAsync(HttpContext context, int code, string reason, string path) =>
        AnswerAsync(context, code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = reason, ["code"] = code, ["message"] = $"{reason}: {path}" });

    private static Task AnswerAsync(HttpContext context, int code, JsonNode answer)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
