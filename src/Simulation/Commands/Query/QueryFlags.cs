using System.CommandLine;
using Diten.Dashboard.Client;

namespace Diten.Simulation.Commands.Query;

/// <summary>Options that every query has, and how a query ends.</summary>
internal sealed record QueryFlags(Option<string> Url, Option<bool> Json)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs a query; no server is a failure, a refused question is bad input.</summary>
    public async Task<int> RunAsync(ParseResult result, Func<ApiClient, QueryOutput, Task> query)
    {
        // The limit holds until headers arrive: a server that accepts and says nothing does not hang the terminal, and a watch may last.
        using var handler = new SocketsHttpHandler { ConnectTimeout = s_patience };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(result.GetValue(Url)!), Timeout = s_patience };
        var output = new QueryOutput(result.InvocationConfiguration.Output, result.GetValue(Json));
        try
        {
            await query(new ApiClient(http), output);
            return ExitCode.Done;
        }
        catch (ApiException e)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"diten: {e.Message}");
            return e.Status is >= 400 and < 500 ? ExitCode.BadInput : ExitCode.Failed;
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"diten: {http.BaseAddress} did not answer within {s_patience.TotalSeconds:0} s");
            return ExitCode.Failed;
        }
    }
}
