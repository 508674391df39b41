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

    // As the packages name it; a runtime that a distribution built calls itself by the distribution.
    private static string Platform =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

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
        // Only what came with TorchSharp: the system may have a libtorch of another version.
        const DllImportSearchPath Beside = DllImportSearchPath.AssemblyDirectory;
        if (!NativeLibrary.TryLoad(Torch, assembly, Beside, out _)) return Missing(assembly, Torch);
        if (NativeLibrary.TryLoad(Wrapper, assembly, Beside, out _)) return null;
        return NewerRuntime().Match(Reason(assembly, Wrapper)) is { Success: true } newer && LoadRelaxed(assembly, newer.Groups["file"].Value, newer.Groups["version"].Value)
            ? null
            : Missing(assembly, Wrapper);
    }

    // Why the loader refuses a file that is there; empty if none is there.
    private static string Reason(Assembly assembly, string library)
    {
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        var beside = Path.GetDirectoryName(assembly.Location)!;
        foreach (var folder in new[] { Path.Combine(beside, "runtimes", Platform, "native"), beside })
        {
            var file = Path.Combine(folder, prefix + library + suffix);
            if (!File.Exists(file)) continue;
            try
            {
                NativeLibrary.Load(file);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return e.Message;
            }
        }
        return "";
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

    private static string Missing(Assembly assembly, string library)
    {
        // The loader's own words are one line among the runtime's.
        var why = Reason(assembly, library).ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains(library, StringComparison.Ordinal)).DefaultIfEmpty("").MaxBy(line => line.Contains(": ", StringComparison.Ordinal))!;
        return $"torch cannot be used here: its native library {library} for {Platform} " + (why.Length == 0
            ? $"is not beside {Path.GetFileName(assembly.Location)} in {Path.GetDirectoryName(assembly.Location)}; build src/Learning.Torch on this system (./diten does it for --learner torch), or copy the folder runtimes of such a build there. There is none for Linux on Arm"
            : $"does not load ({why.Trim()}); install what it names, or use a newer system")
            + ". --learner built-in needs no native library.";
    }

    [GeneratedRegex(@"version `(?<version>[\w.]+)' not found \(required by (?<file>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewerRuntime();
}
