using System.CommandLine;
using Diten.Dashboard.Hosting;
using Diten.Simulation.Commands;

namespace Diten.Client.Commands;

/// <summary><c>diten health</c>: asks a dashboard how it is, as the health check of a container that has no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("health", "Asks a dashboard whether it and the network behind it answer; exit code 1 unless they do.");
        var url = new Option<string>("--url") { Description = "Address of the dashboard.", DefaultValueFactory = _ => DashboardOptions.DefaultUrl, HelpName = "address" };
        command.Options.Add(url);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
                throw new InputException("--url", $"is '{parsed.GetValue(url)}'; must be an address as in {DashboardOptions.DefaultUrl}");
            var question = new Uri(server, "/health/ready");
            using var http = new HttpClient { Timeout = s_patience };
            try
            {
                using var answer = await http.GetAsync(question, cancellationToken);
                if (!answer.IsSuccessStatusCode) throw new IOException($"{question}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
                await parsed.InvocationConfiguration.Output.WriteLineAsync("ready");
                return ExitCode.Done;
            }
            catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
            {
                throw new IOException($"{question}: no answer within {s_patience.TotalSeconds} s", e);
            }
        });
        return command;
    }
}
