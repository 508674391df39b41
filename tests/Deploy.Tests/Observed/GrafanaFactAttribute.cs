using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A test that needs Grafana, Prometheus and PostgreSQL; skipped, with the reason, where one of them is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GrafanaFactAttribute : FactAttribute
{
    public GrafanaFactAttribute() => Skip = GrafanaServer.Missing ?? PrometheusServer.Missing ?? PostgresTools.Missing;
}
