using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Diten.Silo.Settings;

namespace Diten.Silo.Commands;

/// <summary><c>diten health</c>: asks the silo of this machine how it is, as the health check of a container that has no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly string[] s_questions = ["ready", "started", "live"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("health", "Asks the silo on this machine how it is, with the silo's own settings; exit code 1 unless the answer is ok.");
        var question = new Argument<string>("question") { Description = "ready, started or live [ready]", DefaultValueFactory = _ => s_questions[0] };
        question.AcceptOnlyFromAmong(s_questions);
        command.Arguments.Add(question);
        var flags = new SettingFlags(
            command,
            ("--health-port", "Health:Port", "port", "Port of the silo's health endpoint [8081]"),
            ("--health-address", "Health:Address", "address", "The IP address of the silo's health endpoint; all zeros is asked on loopback [127.0.0.1]"));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reader = new SettingsReader(flags.Read(parsed));
            var settings = reader.Section<HealthSettings>("Health");
            reader.Report(settings.Port == 0 ? ["Diten:Health:Port: is 0; must be the port that the silo listens on"] : []);
            var url = new Uri($"http://{new IPEndPoint(Reachable(settings.Address), settings.Port)}/health/{parsed.GetValue(question)}");
            await parsed.InvocationConfiguration.Output.WriteLineAsync(await AskAsync(url, cancellationToken));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = s_patience };
        try
        {
            using var answer = await http.GetAsync(url, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.IsSuccessStatusCode ? text : throw new StartException($"{url}: {(int)answer.StatusCode} {text}");
        }
        catch (HttpRequestException e)
        {
            throw new StartException($"{url}: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new StartException($"{url}: no answer within {s_patience.TotalSeconds} s", e);
        }
    }

    // Who listens on every address is asked on loopback.
    private static IPAddress Reachable(IPAddress address) =>
        address.GetAddressBytes().AsSpan().ContainsAnyExcept((byte)0) ? address
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
}
