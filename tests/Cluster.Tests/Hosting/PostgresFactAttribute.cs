namespace Diten.Cluster.Tests.Hosting;

/// <summary>A test that needs a PostgreSQL server of its own; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresTools.Missing;
}
