using StackExchange.Redis;

namespace Diten.Silo.Settings;

/// <summary>Section <c>Diten:Redis</c>: the Redis server of clustering, storage and reminders.</summary>
internal sealed class RedisSettings() : ServerSettings("Diten:Redis")
{
    /// <inheritdoc/>
    protected override string? Check(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count == 0 ? "names no server; must be like host:6379,password=…" : null;
        }
        catch (ArgumentException)
        {
            return "cannot be read; must be like host:6379,password=…";
        }
    }
}
