namespace Diten.Interfaces;

/// <summary>
/// A change could not be stored and is not acknowledged. Whether it is in the store is not known; the call may be made again,
/// and nothing is applied twice.
/// </summary>
[GenerateSerializer, Alias("diten.StateNotStored")]
public sealed class StateNotStoredException : Exception
{
    /// <summary>Without a message.</summary>
    public StateNotStoredException()
    {
    }

    /// <summary>With a message.</summary>
    public StateNotStoredException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and the store's own exception.</summary>
    public StateNotStoredException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
