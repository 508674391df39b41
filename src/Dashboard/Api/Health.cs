using Diten.Core.Network;
using Microsoft.AspNetCore.Http;

namespace Diten.Dashboard.Api;

/// <summary>Probes: live says that the process answers, ready that the network behind it does.</summary>
internal static class Health
{
    public static IResult Live() => TypedResults.Ok(new HealthAnswer("live"));

    public static async Task<IResult> Ready(HttpContext context, ITwinNetwork network)
    {
        try
        {
            var snapshot = await network.GetNetworkAsync(context.RequestAborted);
            return snapshot.Status.StartsWith("failed", StringComparison.Ordinal) ? NotReady(snapshot.Status) : TypedResults.Ok(new HealthAnswer("ready"));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException or IOException)
        {
            return NotReady("the network does not answer");
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NotReady(string why) => Problems.Of(StatusCodes.Status503ServiceUnavailable, "Not ready", why);
}
