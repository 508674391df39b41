using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace Diten.Learning.Torch.Natives;

/// <summary>
/// Loads libtorch before TorchSharp does, so that what is missing is said in one line. TorchSharp by itself prints pages, and
/// cannot be used again in the process after it failed.
/// </summary>
internal static partial class NativeTorch
{
    private const string Torch = "torch_cpu";
    private const string Wrapper = "LibTorchSharp";
    private static readonly Lazy<string?> s_problem = new(Load);

    /// <summary>Returns if torch can be used.</summary>
    /// <exception cref="LearnerException">It cannot; the message says why and what to do.</exception>
    public static void Require()
    {
        if (s_problem.Value is { } problem) throw new LearnerException(problem);
    }

    private static string? Load()
    {
        // typeof runs no initializer of TorchSharp.
        var assembly = typeof(TorchSharp.torch).Assembly;
        try
        {
            NativeLibrary.Load(Torch, assembly, null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return Missing(Torch, e);
        }
        try
        {
            NativeLibrary.Load(Wrapper, assembly, null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return NewerRuntime().Match(e.Message) is { Success: true } newer && LoadRelaxed(assembly, newer.Groups["file"].Value, newer.Groups["version"].Value)
                ? null
                : Missing(Wrapper, e);
        }
    }

    /// <summary>
    /// The wrapper was built where libstdc++ was newer than it is here. If all that it wants of the newer version is never
    /// called, a copy without that demand does as well.
    /// </summary>
    private static bool LoadRelaxed(Assembly assembly, string file, string version)
    {
        var bytes = File.ReadAllBytes(file);
        if (!SymbolVersions.Relax(bytes, version)) return false;
        var folder = Directory.CreateTempSubdirectory("diten-torch-");
        try
        {
            var copy = Path.Combine(folder.FullName, Path.GetFileName(file));
            File.WriteAllBytes(copy, bytes);
            // The copy lies elsewhere: what it needs must be there before it.
            NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(file)!, "libtorch.so"), out _);
            if (!NativeLibrary.TryLoad(copy, out var handle)) return false;
            AssemblyLoadContext.GetLoadContext(assembly)!.ResolvingUnmanagedDll += (_, name) => name == Wrapper ? handle : 0;
            return true;
        }
        finally
        {
            // What is loaded stays loaded without its file.
            folder.Delete(recursive: true);
        }
    }

    private static string Missing(string library, Exception error)
    {
        var rid = RuntimeInformation.RuntimeIdentifier;
        var why = error.Message.ReplaceLineEndings("\n").Split('\n').FirstOrDefault(line => line.Contains(": version ", StringComparison.Ordinal) || line.Contains("needed by", StringComparison.Ordinal));
        return $"torch cannot be used here: the native library {library} for {rid} " + (why is null
            ? "is not beside the program; build src/Learning.Torch on this system (./diten does it for --learner torch), or put the files of the package libtorch-cpu-… there (there is none for Linux on Arm)"
            : $"does not load: {why.Trim()}; install that, or use a newer system")
            + ". --learner built-in needs no native library.";
    }

    [GeneratedRegex(@"version `(?<version>[\w.]+)' not found \(required by (?<file>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewerRuntime();
}
