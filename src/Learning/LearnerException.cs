namespace Diten.Learning;

/// <summary>
/// A learner cannot be had or cannot do what is asked on this machine: a library or a device is missing, memory is too small, a
/// user's model is not what was promised. The message is for the person: it says what to install or to change.
/// </summary>
public sealed class LearnerException : Exception
{
    /// <summary>With no message.</summary>
    public LearnerException()
    {
    }

    /// <summary>With a message that says what to do.</summary>
    public LearnerException(string message)
        : base(message)
    {
    }

    /// <summary>With a message that says what to do, and what it came from.</summary>
    public LearnerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
