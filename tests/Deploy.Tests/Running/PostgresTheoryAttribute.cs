using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Running;

/// <summary>A test that needs a PostgreSQL server of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresTools.Missing;
}
