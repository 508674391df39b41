using Diten.Client.Fleet;
using Diten.Security;

namespace Diten.Client.Up;

/// <summary>What <c>up</c> was asked for.</summary>
/// <param name="Silo">Path of the silo's program.</param>
/// <param name="Port">Port of the dashboard on this machine; 0 takes a free one.</param>
/// <param name="State">Folder that keeps the network.</param>
/// <param name="Fresh">Whether to begin anew.</param>
/// <param name="Fleet">The devices.</param>
/// <param name="Fingerprint">What makes the network, as text.</param>
/// <param name="Load">Loads what the devices learn.</param>
/// <param name="Tls">Files of TLS between client and silo, if it is wanted.</param>
internal sealed record UpOptions(string Silo, int Port, string State, bool Fresh, FleetOptions Fleet, string Fingerprint, Func<FleetWorkload> Load, TlsFiles Tls);
