using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Diten.Deploy.Tests.Observed;

/// <summary>Who is told of alerts: a page that takes what an Alertmanager posts to it.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _told = new();

    private Hook(WebApplication app) => _app = app;

    /// <summary>Where it is told.</summary>
    public string Url => _app.Urls.Single() + "/hook";

    /// <summary>What it was told, in order.</summary>
    public IReadOnlyList<JsonNode> Told => [.. _told];

    /// <summary>The last that it was told of an alert on a process.</summary>
    public JsonNode? LastOf(string name, string instance) =>
        Told.SelectMany(notice => notice["alerts"].Items()).LastOrDefault(alert => alert["labels"]!["alertname"].Text() == name && alert["labels"]!["instance"].Text() == instance);

    /// <summary>Starts it.</summary>
    public static async Task<Hook> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var hook = new Hook(app);
        app.MapPost("/hook", async (HttpRequest request) => hook._told.Enqueue((await JsonNode.ParseAsync(request.Body))!));
        await app.StartAsync();
        return hook;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
