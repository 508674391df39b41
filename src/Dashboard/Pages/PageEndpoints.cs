using System.Globalization;
using Diten.Core.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Diten.Dashboard.Pages;

/// <summary>Routes of the pages and of their live parts.</summary>
internal static class PageEndpoints
{
    private const int RoundsPerPage = 40;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-cache, no-store";
            context.HttpContext.Response.Headers.Pragma = "no-cache";
            return await next(context);
        });
        Overview<OverviewPage>(pages, "/");
        Overview<OverviewFigures>(pages, "/fragments/overview/figures");
        Overview<OverviewLearning>(pages, "/fragments/overview/learning");
        Overview<OverviewMap>(pages, "/fragments/overview/map");
        Overview<OverviewLast>(pages, "/fragments/overview/last");
        Overview<OverviewRecent>(pages, "/fragments/overview/recent");

        Twins<TwinsPage>(pages, "/twins");
        Twins<TwinsTable>(pages, "/fragments/twins");
        Twin(pages, "/twins/{id}", m => Render<TwinDetailPage>(("Model", m)));
        Twin(pages, "/fragments/twins/{id}/head", m => Render<TwinHead>(("Twin", m.Twin)));
        Twin(pages, "/fragments/twins/{id}/state", m => Render<TwinState>(("Model", m)));
        Twin(pages, "/fragments/twins/{id}/gamma", m => Render<TwinGamma>(("Twin", m.Twin)));
        pages.MapPost("/twins/{id}/desired", DesiredEndpoint.Handle).WithMetadata(new FormLimit());

        pages.MapGet("/stations", async (ITwinNetwork network, CancellationToken stop) => Render<StationsPage>(("Stations", await network.ListStationsAsync(stop))));
        pages.MapGet("/fragments/stations", async (ITwinNetwork network, CancellationToken stop) => Render<StationCards>(("Stations", await network.ListStationsAsync(stop))));
        Station<StationPage>(pages, "/stations/{id}");
        Station<StationView>(pages, "/fragments/stations/{id}");

        pages.MapGet("/rounds", async (HttpContext context, ITwinNetwork network) =>
            Render<RoundsPage>(("Rounds", await LatestRounds(context, network)), ("Before", Whole(context, "before"))));
        pages.MapGet("/fragments/rounds", async (HttpContext context, ITwinNetwork network) => Render<RoundsList>(("Rounds", await LatestRounds(context, network))));
        pages.MapGet("/rounds/{round:int:min(1)}", Round);
        pages.MapGet("/{**path}", () => Missing("There is no such page.")).WithOrder(int.MaxValue);
    }

    public static RazorComponentResult<T> Render<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent => new(parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    public static RazorComponentResult<MissingPage> Missing(string what) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["What"] = what }) { StatusCode = StatusCodes.Status404NotFound };

    public static RazorComponentResult<UnavailablePage> Unavailable(string why) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Why"] = why }) { StatusCode = StatusCodes.Status503ServiceUnavailable };

    private static void Overview<T>(IEndpointRouteBuilder pages, string path)
        where T : IComponent => pages.MapGet(path, async (ITwinNetwork network, CancellationToken stop) => Render<T>(("Model", await OverviewModel.LoadAsync(network, stop))));

    private static void Twins<T>(IEndpointRouteBuilder pages, string path)
        where T : IComponent => pages.MapGet(path, async (HttpContext context, ITwinNetwork network) =>
            Render<T>(("Model", await TwinsModel.LoadAsync(network, TwinsModel.FilterOf(context.Request.Query), context.RequestAborted))));

    private static void Twin(IEndpointRouteBuilder pages, string path, Func<TwinDetails, IResult> render) =>
        pages.MapGet(path, async (string id, ITwinNetwork network, CancellationToken stop) =>
            await TwinDetails.LoadAsync(network, id, stop) is { } model ? render(model) : Missing("There is no twin of this id."));

    private static void Station<T>(IEndpointRouteBuilder pages, string path)
        where T : IComponent => pages.MapGet(path, async Task<IResult> (string id, HttpContext context, ITwinNetwork network) =>
            await StationModel.LoadAsync(network, id, Whole(context, "round"), context.RequestAborted) is { } model ? Render<T>(("Model", model)) : Missing("There is no station of this id."));

    private static async Task<IReadOnlyList<RoundSnapshot>> LatestRounds(HttpContext context, ITwinNetwork network)
    {
        var last = Whole(context, "before") - 1 ?? (await network.GetNetworkAsync(context.RequestAborted)).Round;
        var from = Math.Max(1, last - RoundsPerPage + 1);
        var rounds = await network.ListRoundsAsync(station: null, from, RoundsPerPage, withDevices: false, context.RequestAborted);
        return [.. rounds.Where(r => r.Round <= last).Reverse()];
    }

    private static async Task<IResult> Round(int round, HttpContext context, ITwinNetwork network)
    {
        var station = context.Request.Query["station"].ToString() is { Length: > 0 } s ? s : null;
        var rounds = await network.ListRoundsAsync(station, round, 1, withDevices: true, context.RequestAborted);
        return rounds.Count > 0 && rounds[0].Round == round
            ? Render<RoundPage>(("Round", rounds[0]), ("Station", station))
            : Missing($"Round {round} has not finished, or is no longer held.");
    }

    private static int? Whole(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 ? n : null;
}
