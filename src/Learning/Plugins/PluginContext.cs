using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Diten.Learning.Plugins;

/// <summary>A plug-in's own assemblies and native libraries, from its folder; those of DITEN are the program's.</summary>
internal sealed class PluginContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is "Diten.Core" or "Diten.Learning") return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        // A library that is there and does not load is left to the runtime, which says why.
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path && NativeLibrary.TryLoad(path, out var library) ? library : 0;
}
