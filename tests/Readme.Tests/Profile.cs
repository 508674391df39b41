namespace Diten.Readme.Tests;

/// <summary>Whether the cluster can be built here, by the launcher's own word.</summary>
public sealed class Profile : IAsyncLifetime
{
    public bool IsFull { get; private set; }

    public async Task InitializeAsync() => IsFull = (await Shell.RunAsync("./diten silo --help")).Code == 0;

    public Task DisposeAsync() => Task.CompletedTask;
}
