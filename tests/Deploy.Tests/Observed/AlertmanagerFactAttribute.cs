using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A test that needs the Alertmanager; skipped, with the reason, where it or what else the test needs is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AlertmanagerFactAttribute : FactAttribute
{
    /// <param name="network">Whether the test has a network that runs, with Prometheus.</param>
    public AlertmanagerFactAttribute(bool network) => Skip = AlertmanagerServer.Missing ?? (network ? PrometheusServer.Missing ?? PostgresTools.Missing : null);
}
