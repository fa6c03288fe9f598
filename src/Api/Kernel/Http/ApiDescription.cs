using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Names the statuses that an endpoint refuses with, for the description of the api. Those that any endpoint may answer need no mention.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;
}

/// <summary>`/openapi/v1.json`: the contract as the endpoints are, with the problems that they may answer.</summary>
public static class ApiDescription
{
    static readonly int[] Always = [400, 401, 429, 500, 503];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("View", "", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) => Done(() => Introduce(document)));
        options.AddSchemaTransformer((schema, context, _) => Done(() => ApiSchemas.Complete(schema, context.JsonTypeInfo.Type, context.ApplicationServices.GetServices<KindWords>())));
        options.AddOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var refuses = context.Description.ActionDescriptor.EndpointMetadata.OfType<RefusesAttribute>().SelectMany(attribute => attribute.Statuses).ToArray();
            AddProblems(operation, refuses, await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancellationToken));
            AddHeaders(operation, context.Description.HttpMethod, refuses);
        });
    });

    static void Introduce(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "EventedPipelines",
            Version = "v1",
            Description = "Runs, intervals, backfills, incidents, SLAs and published numbers of data pipelines. Errors are problem details (RFC 9457).",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The key in EVENTED_API_KEY, where the server has one." },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
    }

    static void AddProblems(OpenApiOperation operation, int[] refuses, OpenApiSchema problem)
    {
        operation.Responses ??= [];
        operation.Responses.Remove("404");
        foreach (var status in Always.Concat(refuses).Distinct().Order())
        {
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } },
            };
        }
    }

    static void AddHeaders(OpenApiOperation operation, string? method, int[] refuses)
    {
        operation.Parameters ??= [];
        if (method == HttpMethods.Post)
        {
            operation.Parameters.Add(Header(IdempotencyKey.Header, "Names the command: sent again with this key it is not done again, and gets the same answer."));
        }

        if (refuses.Contains(StatusCodes.Status412PreconditionFailed))
        {
            operation.Parameters.Add(Header("If-Match", "The ETag that the decision was made on: 412 when it has changed since."));
        }
    }

    static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
