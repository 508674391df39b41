using System.Reflection;

namespace Diten.Learning.Plugins;

/// <summary>
/// Finds the plug-in <c>torch</c> by its name: the assembly <c>Diten.Learning.Torch.dll</c> in the folder that the variable
/// DITEN_TORCH names, otherwise in <c>torch/</c> beside the program. Nobody who does not ask for it loads anything of it.
/// </summary>
public static class LearnerPlugins
{
    /// <summary>Names the plug-in's folder.</summary>
    public const string Variable = "DITEN_TORCH";

    private const string AssemblyFile = "Diten.Learning.Torch.dll";
    private static readonly Lazy<ILearnerPlugin> s_torch = new(() => Load(Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(AppContext.BaseDirectory, "torch")), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The plug-in, loaded at the first use.</summary>
    /// <exception cref="LearnerException">It is not there; the message says how to get it.</exception>
    public static ILearnerPlugin Torch => s_torch.Value;

    /// <summary>Loads the plug-in of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="LearnerException">It is not there, or was built for another version.</exception>
    internal static ILearnerPlugin Load(string folder)
    {
        var file = Path.GetFullPath(Path.Combine(folder, AssemblyFile));
        if (!File.Exists(file))
            throw new LearnerException($"the learner torch is not here: there is no {file}. ./diten builds and finds it for --learner torch; otherwise build src/Learning.Torch and name its output folder in {Variable}, or take --learner built-in");
        try
        {
            var type = new PluginContext(file).LoadFromAssemblyPath(file).GetExportedTypes().Single(t => !t.IsAbstract && t.IsAssignableTo(typeof(ILearnerPlugin)));
            return (ILearnerPlugin)Activator.CreateInstance(type)!;
        }
        catch (Exception e) when (e is TypeLoadException or InvalidOperationException or FileLoadException or FileNotFoundException or BadImageFormatException or TargetInvocationException)
        {
            throw new LearnerException($"{file} does not fit this program, it may be of another version ({e.Message}); build it again with the program", e);
        }
    }
}
