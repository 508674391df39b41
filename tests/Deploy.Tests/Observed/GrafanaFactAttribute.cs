using Diten.Cluster.Tests.Hosting;
using Diten.Dashboard.Tests.Browser;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A test that needs Grafana, Prometheus, PostgreSQL and Chromium; skipped, with the reason, where one of them is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GrafanaFactAttribute : FactAttribute
{
    public GrafanaFactAttribute() => Skip = GrafanaServer.Missing ?? PrometheusServer.Missing ?? PostgresTools.Missing ?? (Chromium.Executable is null ? ChromiumTheoryAttribute.Reason : null);
}
