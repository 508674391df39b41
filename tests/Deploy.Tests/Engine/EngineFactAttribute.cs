using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Diten.Deploy.Tests.Engine;

/// <summary>A test that needs a container engine; skipped, with the reason, where none is to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Diten.Deploy.Tests.Engine.EngineFactDiscoverer", "Diten.Deploy.Tests")]
internal sealed class EngineFactAttribute : FactAttribute;

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
        SkipReason = (await ContainerEngine.Found).Missing;
        return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }
}
