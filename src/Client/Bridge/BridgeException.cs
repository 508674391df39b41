namespace Diten.Client.Bridge;

/// <summary>Why a bridge cannot go on, for people.</summary>
internal sealed class BridgeException(string message) : IOException(message);
