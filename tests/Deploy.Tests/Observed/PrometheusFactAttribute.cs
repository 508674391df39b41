using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A test that needs Prometheus and PostgreSQL; skipped, with the reason, where one of them is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute() => Skip = PrometheusServer.Missing ?? PostgresTools.Missing;
}
