using System.Globalization;
using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Pages;

/// <summary>One page of the list of twins.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Page">The twins.</param>
/// <param name="Stations">Stations to choose from.</param>
/// <param name="Total">Twins in the network.</param>
public sealed record TwinsModel(TwinFilter Filter, TwinPage Page, IReadOnlyList<string> Stations, int Total)
{
    internal const int PageSize = 50;

    /// <summary>Stations to choose from: the network's, and those that only machines name, as far as this page shows them.</summary>
    public IReadOnlyList<string> StationChoices => [.. Stations.Concat(Page.Twins.Select(twin => twin.Station)).Concat(Filter.Station is { } chosen ? [chosen] : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The address of this list as a query string, with another cursor.</summary>
    public string Query(string? cursor)
    {
        var parts = new List<string>();
        Add("station", Filter.Station);
        Add("liveness", Filter.Liveness?.ToString().ToLowerInvariant());
        Add("drifting", Filter.Drifting switch { true => "true", false => "false", null => null });
        Add("contains", Filter.Contains);
        Add("cursor", cursor);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    /// <summary>Reads a form's query; what makes no sense is taken as not given.</summary>
    internal static TwinFilter FilterOf(IQueryCollection query) => new(
        Text("station", query),
        Enum.TryParse<Liveness>(query["liveness"], ignoreCase: true, out var liveness) && Enum.IsDefined(liveness) && !int.TryParse(query["liveness"], CultureInfo.InvariantCulture, out _) ? liveness : null,
        bool.TryParse(query["drifting"], out var drifting) ? drifting : null,
        Text("contains", query),
        Text("cursor", query),
        PageSize);

    internal static async Task<TwinsModel> LoadAsync(ITwinNetwork network, TwinFilter filter, CancellationToken cancellationToken)
    {
        var page = await network.ListTwinsAsync(filter, cancellationToken);
        var stations = await network.ListStationsAsync(cancellationToken);
        var snapshot = await network.GetNetworkAsync(cancellationToken);
        return new TwinsModel(filter, page, [.. stations.Select(s => s.Id)], snapshot.Twins);
    }

    private static string? Text(string name, IQueryCollection query) => query[name].ToString().Trim() is { Length: > 0 and <= 128 } text ? text : null;
}
