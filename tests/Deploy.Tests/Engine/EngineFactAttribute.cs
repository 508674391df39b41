using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Diten.Deploy.Tests.Engine;

/// <summary>A test that needs a container engine; skipped, with the reason, where none is to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Diten.Deploy.Tests.Engine.EngineFactDiscoverer", "Diten.Deploy.Tests")]
internal sealed class EngineFactAttribute : FactAttribute
{
    /// <summary>Whether the test runs the compose file: then the engine must be the test's own, for ports and addresses are those of a deployment.</summary>
    public bool Compose { get; set; }
}

/// <summary>Makes the cases of <see cref="EngineFactAttribute"/>.</summary>
internal sealed class EngineFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new EngineTestCase(messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>A case that looks for the engine when it is run, not when it is listed: to know whether an engine starts here takes a start.</summary>
internal sealed class EngineTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the deserializer")]
    public EngineTestCase()
    {
    }

    public EngineTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        SkipReason = await MissingAsync(TestMethod.Method.GetCustomAttributes(typeof(EngineFactAttribute)).Single().GetNamedArgument<bool>(nameof(EngineFactAttribute.Compose)));
        return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }

    private static async Task<string?> MissingAsync(bool compose)
    {
        if (compose && ComposeProject.Missing is { } missing) return missing;
        var (engine, none) = await ContainerEngine.Found;
        return none ?? (compose && !engine!.IsOwn ? "the Docker that answers may run a deployment of its own: compose is run only in an engine that the test has started" : null);
    }
}
