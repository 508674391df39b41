using System.Text.Json.Serialization.Metadata;
using Diten.Core.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Diten.Dashboard.Api;

/// <summary>Routes of the JSON API.</summary>
internal static class ApiEndpoints
{
    public static void AddDitenApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
            json.SerializerOptions.Converters.Add(new LivenessConverter());
        });
        services.AddOpenApi("v1", OpenApiDocumentation.Configure);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json");
        endpoints.MapGet("/health/live", Health.Live).WithTags("health").WithSummary("The process answers").Produces<HealthAnswer>();
        endpoints.MapGet("/health/ready", Health.Ready).WithTags("health").WithSummary("The network behind it answers").Produces<HealthAnswer>().ProducesProblem(503);

        var api = endpoints.MapGroup("/api/v1");
        api.MapGet("/network", NetworkReads.Network).WithTags("network").WithSummary("The network as a whole").WithQuery().Produces<NetworkSnapshot>();
        api.MapGet("/positions", NetworkReads.Positions).WithTags("network").WithSummary("Where the devices are").WithQuery().Produces<IReadOnlyList<DevicePosition>>();
        api.MapGet("/stations", NetworkReads.Stations).WithTags("network").WithSummary("All stations").WithQuery().Produces<IReadOnlyList<StationSnapshot>>();
        api.MapGet("/stations/{id}/allocation", NetworkReads.Allocation).WithTags("network").WithSummary("Who owned which subcarrier").WithQuery(NetworkReads.AllocationQuery)
            .Produces<AllocationSnapshot>().ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/stations/{id}/model", ModelReads.Model).WithTags("network").WithSummary("A station's global model as safetensors").WithQuery(ModelReads.Query)
            .Produces(200, contentType: ModelReads.ContentType).Produces(304).ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/rounds", NetworkReads.Rounds).WithTags("network").WithSummary("Finished rounds").WithQuery(NetworkReads.RoundQuery)
            .Produces<IReadOnlyList<RoundSnapshot>>().ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/events", EventStream.Serve).WithTags("network").WithSummary("What happens, as Server-Sent Events").WithQuery(EventStream.Query)
            .Produces(200, contentType: "text/event-stream").ProducesProblem(400);

        var twins = api.MapGroup("/twins").WithTags("twins");
        twins.MapGet("", TwinReads.List).WithSummary("Twins, filtered, page by page").WithQuery(TwinReads.ListQuery).Produces<TwinList>().ProducesProblem(400);
        twins.MapGet("/{id}", TwinReads.Get).WithSummary("One twin with all of Γ").WithQuery().Produces<TwinSnapshot>().Produces(304).ProducesProblem(404);
        twins.MapGet("/{id}/history", TwinReads.History).WithSummary("A reading's history").WithQuery(TwinReads.HistoryFields).Produces<TwinHistory>().ProducesProblem(400).ProducesProblem(404);
        Written(twins.MapPut("/{id}", MachineWrites.Register).WithSummary("Registers a machine that takes no part in learning")).Produces<WriteAnswer>(201).Accepts<MachineBody>("application/json");
        twins.MapDelete("/{id}", MachineWrites.Remove).WithSummary("Removes a machine that takes no part in learning, with its history").WithQuery().Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        Written(twins.MapPut("/{id}/liveness", MachineWrites.PutLiveness).WithSummary("A machine's last will: offline until it reports again")).Accepts<LivenessBody>("application/json");
        twins.MapPost("/{id}/commands", MachineWrites.TakeCommands).WithSummary("Commands that are due for the device; taking them counts as an attempt").Accepts<CommandsBody>("application/json")
            .Produces<CommandList>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415);
        Written(twins.MapPost("/{id}/reports", TwinWrites.Report).WithSummary("A device reports its state")).Accepts<ReportBody>("application/json");
        Written(twins.MapPut("/{id}/desired", TwinWrites.PutDesired).WithSummary("Replaces the desired state")).Accepts<Dictionary<string, double>>("application/json");
        Written(twins.MapPatch("/{id}/desired", TwinWrites.PatchDesired).WithSummary("Changes the desired state; null withdraws a reading")).Accepts<Dictionary<string, double?>>("application/json");
        // Last, and for GET only: a wrong method or content type is then told as such (405, 415) and not as a missing path.
        api.MapGet("/{**path}", () => Problems.NotFound("path", "there is no such resource; /openapi/v1.json lists them")).ExcludeFromDescription().WithOrder(int.MaxValue - 1);
    }

    private static RouteHandlerBuilder Written(RouteHandlerBuilder route) => route.Produces<WriteAnswer>()
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
}
