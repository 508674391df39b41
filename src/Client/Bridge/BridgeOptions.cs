using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;

namespace Diten.Client.Bridge;

/// <summary>Where the broker is, and how machines and twins are brought together.</summary>
internal sealed record BridgeOptions
{
    /// <summary>Host of the broker. Default <c>localhost</c>.</summary>
    [Required]
    public string Host { get; init; } = "localhost";

    /// <summary>Port of the broker, 1 to 65,535; default 1883.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 1883;

    /// <summary>Whether the connection to the broker is TLS. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>Whose certificates a broker may show with TLS; null: those that this machine trusts. Default null.</summary>
    public X509Certificate2Collection? Authority { get; init; }

    /// <summary>User name at the broker; null: none. Default null.</summary>
    public string? Username { get; init; }

    /// <summary>Password at the broker; null: none. Default null.</summary>
    public string? Password { get; init; }

    /// <summary>What topics begin with. Default <c>diten</c>.</summary>
    [Required]
    public string Prefix { get; init; } = "diten";

    /// <summary>Client id at the broker, under which it keeps what comes while the bridge is away. Default <c>diten-bridge</c>.</summary>
    [Required]
    public string ClientId { get; init; } = "diten-bridge";

    /// <summary>Name of the shared subscription; null: none. Default null.</summary>
    public string? Share { get; init; }

    /// <summary>Station of machines that nobody has registered; null: they are refused. Default null.</summary>
    public string? Station { get; init; }

    /// <summary>Time between two looks for commands of a machine that does not report meanwhile, above 0; default 10 s.</summary>
    public TimeSpan CommandPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker keeps what comes while the bridge is away, above 0; default 1 day.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Messages that the broker may send before the first of them is acknowledged (MQTT's Receive Maximum), 1 to 65,535; default 256.</summary>
    [Range(1, 65_535)]
    public int InFlight { get; init; } = 256;

    /// <summary>Messages of quality of service 0, which the broker does not hold back, that wait here at most; 1 to 1,000,000; default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int Unacknowledged { get; init; } = 4096;

    /// <summary>Pause after the first failure, of broker or cluster; doubled with each up to <see cref="LongestPause"/>; default 0.25 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Longest pause between two attempts to reach the broker; default 5 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time to finish what is in hand when the bridge is stopped; the broker keeps what is left. Default 10 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Broker as people write it.</summary>
    public string Broker => $"{Host}:{Port}";
}
