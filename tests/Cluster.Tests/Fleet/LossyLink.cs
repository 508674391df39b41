using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>
/// A link that loses every third message on the way there and every fifth answer on the way back, of those calls that change
/// something. Counted for each method, not drawn, so that none gets through unharmed, however the calls mix.
/// </summary>
internal sealed class LossyLink : IOutgoingGrainCallFilter
{
    private static readonly HashSet<string> s_writes = new(StringComparer.Ordinal) { "RegisterAsync", "ReportAsync", "OfferAsync", "UploadAsync", "HoldAsync", "TellQualityAsync", "LastWillAsync" };
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public static int Lost { get; private set; }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!s_writes.Contains(context.MethodName))
        {
            await context.Invoke();
            return;
        }
        var call = _calls.AddOrUpdate(context.MethodName, 1, static (_, before) => before + 1);
        if (call % 3 == 0)
        {
            Lost++;
            throw new TimeoutException("the message was lost");
        }
        await context.Invoke();
        if (call % 5 != 0) return;
        Lost++;
        throw new TimeoutException("the answer was lost");
    }
}

/// <summary>The same silos behind a lossy link.</summary>
public sealed class LossyFleetCluster : FleetCluster
{
    private protected override short Silos => 1;

    private protected override void Configure(TestClusterBuilder builder)
    {
        base.Configure(builder);
        builder.AddClientBuilderConfigurator<Client>();
    }

    private sealed class Client : IClientBuilderConfigurator
    {
        public void Configure(Microsoft.Extensions.Configuration.IConfiguration configuration, IClientBuilder clientBuilder) =>
            clientBuilder.AddOutgoingGrainCallFilter<LossyLink>();
    }
}
