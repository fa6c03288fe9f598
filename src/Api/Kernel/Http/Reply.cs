using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wolverine.Http;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>An answer, whatever its body is. What it can be the endpoint's attributes say.</summary>
public abstract record Reply : IResult, IEndpointMetadataProvider
{
    public abstract Task ExecuteAsync(HttpContext httpContext);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        // None of its own.
    }
}

/// <summary>What an endpoint answers: a body with its status, or a problem. A GET carries an ETag and answers 304 to a client that has it.</summary>
public sealed record Reply<T>(int Status, T? Body) : Reply, IEndpointMetadataProvider
{
    public ProblemDetails? Problem { get; init; }

    public string? Location { get; init; }

    /// <summary>The version of the stream that the body shows; without it the ETag is made of the content.</summary>
    public long? Version { get; init; }

    /// <summary>The body shows more than the stream, so that a client with its version may still not have it.</summary>
    public bool ShowsMore { get; init; }

    /// <summary>The body of an answer that was given before, to be given again byte by byte.</summary>
    public byte[]? Stored { get; init; }

    public static implicit operator Reply<T>(T body) => new(StatusCodes.Status200OK, body);

    public static implicit operator Reply<T>(ProblemDetails problem) => new(problem.Status!.Value, default(T)) { Problem = problem };

    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Problem is not null)
        {
            await httpContext.WriteProblemAsync(Problem);
            return;
        }

        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        var content = Content(httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        if (!IsKnown(httpContext, content))
        {
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }
    }

    public byte[] Content(JsonSerializerOptions json) => Stored ?? JsonSerializer.SerializeToUtf8Bytes(Body, json);

    // Of a command the ETag says which version it made; only a reading client can have the answer already.
    bool IsKnown(HttpContext http, byte[] content)
    {
        var isGet = HttpMethods.IsGet(http.Request.Method);
        if (!isGet && Version is null)
        {
            return false;
        }

        var tag = Version is { } version ? ETags.OfVersion(version) : ETags.OfContent(content);
        http.Response.GetTypedHeaders().ETag = tag;
        if (!isGet || ShowsMore || !ETags.IsKnown(http.Request.GetTypedHeaders(), tag))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (method.GetCustomAttribute<WolverineGetAttribute>() is not null)
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
            builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void), []));
        }
    }
}
