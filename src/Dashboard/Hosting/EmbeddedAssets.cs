using System.Security.Cryptography;
using System.Text;
using Diten.Dashboard.Charts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Diten.Dashboard.Hosting;

/// <summary>The stylesheet, the script and the icon, out of the assembly; addresses carry the content's hash.</summary>
public sealed class EmbeddedAssets
{
    private readonly Dictionary<string, (byte[] Content, string Type, string Hash)> _assets = new(StringComparer.Ordinal);

    /// <summary>Reads the assets.</summary>
    public EmbeddedAssets()
    {
        Add("site.css", "text/css; charset=utf-8", Read("site.css") + ChartStyles.Css);
        Add("live.js", "text/javascript; charset=utf-8", Read("live.js"));
        Add("icon.svg", "image/svg+xml", Read("icon.svg"));
    }

    /// <summary>Address of an asset, which changes when its content does.</summary>
    /// <exception cref="KeyNotFoundException">No such asset.</exception>
    public string Url(string name) => $"/assets/{name}?v={_assets[name].Hash}";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/assets/{name}", (string name, HttpContext context, EmbeddedAssets assets) => assets.Serve(name, context)).ExcludeFromDescription();
        endpoints.MapGet("/favicon.ico", (HttpContext context, EmbeddedAssets assets) => assets.Serve("icon.svg", context)).ExcludeFromDescription();
    }

    private IResult Serve(string name, HttpContext context)
    {
        if (!_assets.TryGetValue(name, out var asset)) return TypedResults.NotFound();
        var pinned = string.Equals(context.Request.Query["v"], asset.Hash, StringComparison.Ordinal);
        context.Response.Headers.CacheControl = pinned ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }

    private void Add(string name, string type, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        _assets[name] = (content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
