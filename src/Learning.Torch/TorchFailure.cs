using System.Runtime.InteropServices;

namespace Diten.Learning.Torch;

/// <summary>Says torch's failures in words that help.</summary>
internal static class TorchFailure
{
    private static readonly string[] s_memory = ["can't allocate memory", "not enough memory", "out of memory", "bad_alloc"];

    /// <summary>Whether an error comes from torch or from lack of memory.</summary>
    public static bool IsTorch(Exception error) => error is ExternalException or OutOfMemoryException;

    /// <summary>The error for the person.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="error">What torch threw.</param>
    public static LearnerException Explain(string model, Exception error)
    {
        var line = error.Message.ReplaceLineEndings("\n").Split('\n')[0];
        var memory = error is OutOfMemoryException || s_memory.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
        return new LearnerException(
            memory
                ? $"memory is too small for model '{model}' in torch: {line}; take a smaller batch, a smaller model, fewer threads (each trains a device of its own), or a machine with more"
                : $"model '{model}' fails in torch: {line}",
            error);
    }

    /// <summary>Runs something of torch.</summary>
    /// <exception cref="LearnerException">It failed in torch.</exception>
    public static T Explain<T>(string model, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (IsTorch(e))
        {
            throw Explain(model, e);
        }
    }
}
