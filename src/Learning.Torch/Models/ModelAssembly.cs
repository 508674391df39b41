using System.Reflection;
using System.Runtime.Loader;

namespace Diten.Learning.Torch.Models;

/// <summary>A user's assembly with a model.</summary>
internal static class ModelAssembly
{
    /// <summary>Loads it where the plug-in is, so that both have the same TorchSharp.</summary>
    /// <exception cref="LearnerException">It is not an assembly with one factory.</exception>
    public static ITorchModelFactory Load(string file)
    {
        var context = AssemblyLoadContext.GetLoadContext(typeof(ModelAssembly).Assembly)!;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        // What else it needs may lie beside it.
        context.Resolving += (_, name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        try
        {
            var types = context.LoadFromAssemblyPath(Path.GetFullPath(file)).GetExportedTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(ITorchModelFactory))).ToArray();
            return types.Length == 1
                ? (ITorchModelFactory)Activator.CreateInstance(types[0])!
                : throw new LearnerException($"{file} has {types.Length} public classes that implement ITorchModelFactory; a model file has one");
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MissingMethodException or TargetInvocationException)
        {
            throw new LearnerException($"{file} cannot be used as a model: {e.Message}; it is a .NET assembly built against Diten.Learning.Torch of this version, its factory with a constructor without parameters", e);
        }
    }
}
