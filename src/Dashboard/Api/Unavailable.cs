using Diten.Core.Network;
using Diten.Dashboard.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>A network that does not answer is not this server's fault: 503 with the time to come again, as a problem or, for people, as a page.</summary>
internal sealed class Unavailable : IExceptionHandler
{
    private const string RetryAfterSeconds = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not NetworkUnavailableException unavailable) return false;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        var page = HttpMethods.IsGet(httpContext.Request.Method) && !httpContext.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        IResult answer = page
            ? PageEndpoints.Unavailable(unavailable.Message)
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "The network does not answer", $"{unavailable.Message}; nothing is known of the outcome, and the request may be made again");
        await answer.ExecuteAsync(httpContext);
        return true;
    }
}
