using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A test that needs an OpenTelemetry collector and PostgreSQL; skipped, with the reason, where one of them is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CollectorFactAttribute : FactAttribute
{
    public CollectorFactAttribute() => Skip = CollectorServer.Missing ?? PostgresTools.Missing;
}
