using System.Globalization;
using EventedPipelines.Domain.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>The problems that endpoints answer (RFC 9457): what is wrong and what to do about it. The trace id is added when they are written.</summary>
public static class Problems
{
    public static ProblemDetails Of(int status, string title, string detail, string? remedy = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (remedy is not null)
        {
            problem.Extensions["remedy"] = remedy;
        }

        return problem;
    }

    public static ProblemDetails NotFound(string what, string remedy) => Of(StatusCodes.Status404NotFound, "Not found", $"There is no {what}.", remedy);

    public static ProblemDetails UnknownPipeline(string id) => NotFound($"pipeline '{id}'", "GET /api/v1/pipelines lists them.");

    public static ProblemDetails UnknownSource(string id) => NotFound($"source '{id}' that a pipeline reads", "GET /api/v1/sources lists them.");

    public static ProblemDetails NoRunOf(string pipeline, DataInterval interval) =>
        NotFound($"run of '{pipeline}' for {interval}", "POST /api/v1/runs starts one once the interval has closed.");

    public static ProblemDetails UnknownRun(Guid id) => NotFound($"run {id}", "GET /api/v1/runs lists them.");

    public static ProblemDetails UnknownIncident(Guid id) => NotFound($"incident {id}", "GET /api/v1/incidents lists them.");

    public static ProblemDetails Conflict(Rejection refused, string? remedy = null) => Of(StatusCodes.Status409Conflict, "Not allowed now", refused.Reason, refused.Remedy ?? remedy);

    public static ProblemDetails NoCursor() => Invalid("cursor", "This is no cursor of this list. Leave it out for the first page.");

    /// <summary>One field that is not as it should be.</summary>
    public static ProblemDetails Invalid(string field, string message) => Invalid(new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemDetails Invalid(IDictionary<string, string[]> errors) => new HttpValidationProblemDetails(errors)
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "The request is not valid",
        Detail = string.Join(' ', errors.Values.SelectMany(messages => messages)),
    };

    /// <summary>X-Actor names nobody of the team.</summary>
    public static ProblemDetails UnknownActor(string name, IReadOnlyList<string> engineers)
    {
        var nearest = NearestName.Of(name, engineers) is { } meant ? $" Did you mean '{meant}'?" : "";
        var known = engineers.Count == 0 ? "Nobody is: describe the team in team.yml of the workspace." : $"There are: {string.Join(", ", engineers)}.";
        return Invalid(Actor.Header, $"'{name}' is no engineer of the team.{nearest} {known}");
    }

    /// <summary>For answers that have a status and nothing else: unknown paths, wrong methods, wrong content types.</summary>
    public static ProblemDetails OfStatus(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => NotFound($"path {http.Request.Path}", "GET /openapi/v1.json lists all paths."),
        StatusCodes.Status405MethodNotAllowed => Of(
            StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"{http.Request.Path} does not take {http.Request.Method}.", $"It takes {http.Response.Headers.Allow}."),
        var status => new() { Status = status },
    };

    /// <summary>The command was given for a version that is no longer the current one.</summary>
    public static ProblemDetails Stale(long version)
    {
        var problem = Of(
            StatusCodes.Status412PreconditionFailed, "Stale", string.Create(CultureInfo.InvariantCulture, $"It has changed since; its version is {version} now."),
            "Read it again, decide again, and send the new ETag in If-Match.");
        problem.Extensions["version"] = version;
        return problem;
    }
}
