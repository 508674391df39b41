namespace Diten.Silo.Commands;

/// <summary>Something that a command needs is not to be had; the message says what, and what to do, in one line.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
