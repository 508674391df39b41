using System.Runtime.InteropServices;

namespace Diten.Silo.Hosting;

/// <summary>When a silo drains: SIGTERM, and Ctrl-C; or, attached to the program that started it, when its standard input ends.</summary>
/// <param name="lifetime">Is told.</param>
/// <param name="attached">Whether Ctrl-C is the business of the program that started this one, whose end closes the input.</param>
internal sealed class SignalLifetime(IHostApplicationLifetime lifetime, bool attached) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Drain));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, attached ? Ignore : Drain));
        if (attached) _ = Task.Factory.StartNew(WaitForEndOfInput, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(s => s.Dispose());

    private static void Ignore(PosixSignalContext context) => context.Cancel = true;

    private void Drain(PosixSignalContext context)
    {
        context.Cancel = true;
        lifetime.StopApplication();
    }

    private void WaitForEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
        lifetime.StopApplication();
    }
}
