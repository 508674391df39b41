using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Diten.Dashboard.Api;

/// <summary>The OpenAPI document: query parameters come from the tables that check them.</summary>
internal static class OpenApiDocumentation
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "DITEN";
            document.Info.Version = "v1";
            document.Info.Description = "Twins, stations and rounds of a digital twin edge network. Errors are problem details (RFC 9457) that name the field.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var fields = context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryFields>().FirstOrDefault()?.Fields ?? [];
            foreach (var field in fields)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter { Name = field.Name, In = ParameterLocation.Query, Required = field.Required, Description = field.Description, Schema = SchemaOf(field) });
            }
            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema SchemaOf(QueryField field) => field.Kind switch
    {
        QueryKind.Integer => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = $"{field.Min}", Maximum = $"{field.Max}" },
        QueryKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        QueryKind.Time => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        QueryKind.Choice => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. field.Choices.Select(c => (JsonNode)c)] },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = (int)field.Min, MaxLength = (int)field.Max },
    };
}
