using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Team.Owners;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Hosting;

/// <summary>
/// Lets a request in and says who it is from, or refuses it. With a key configured the key decides, and X-Actor names the engineer for whom its
/// holder acts; without one only this machine is served, as a local admin who says who they are (api.md).
/// </summary>
public sealed class Entrance(RequestDelegate next, ApiSettings settings, IDocumentStore store, TimeProvider clock)
{
    readonly ApiKey? _key = settings.ApiKey is { } key ? new(key) : null;

    public async Task InvokeAsync(HttpContext context)
    {
        if ((RefusalOf(context) ?? await StrangerAsync(context)) is { } problem)
        {
            if (problem.Status is StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"EventedPipelines\"";
            }

            await context.WriteProblemAsync(problem);
            return;
        }

        await next(context);
    }

    ProblemDetails? RefusalOf(HttpContext context) =>
        (_key is null ? NotLocal(context) : WithoutKey(context, _key)) ?? NotJson(context.Request);

    static ProblemDetails? WithoutKey(HttpContext context, ApiKey key)
    {
        context.User = Actor.Admin(Actor.KeyHolder);
        return IsOpenToAll(context.Request.Path) || key.IsShownBy(context.Request)
            ? null
            : Problems.Of(StatusCodes.Status401Unauthorized, "Who is asking?", "This server wants a key.", "Send 'Authorization: Bearer <key>', the key that EVENTED_API_KEY holds on the server.");
    }

    // Whoever holds the key acts for people of the team and for nobody else: a name in the history is a known one (domain.md 8.1).
    async Task<ProblemDetails?> StrangerAsync(HttpContext context)
    {
        if (_key is null || !IsCommand(context.Request) || context.Request.Headers[Actor.Header].ToString().Trim() is not { Length: > 0 } name)
        {
            return null;
        }

        if (!Actor.IsName(name))
        {
            return NoName();
        }

        await using var session = store.QuerySession();
        var engineers = await session.EngineersAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), context.RequestAborted);
        context.User = Actor.Admin(name, via: Actor.KeyHolder);
        return engineers.Contains(name) ? null : Problems.UnknownActor(name, engineers);
    }

    static ProblemDetails? NotLocal(HttpContext context)
    {
        var (request, connection) = (context.Request, context.Connection);
        if (!LocalRules.IsLocal(connection.RemoteIpAddress))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "Local only", "Without a key this server serves its own machine only.", "Set EVENTED_API_KEY on the server.");
        }

        if (!LocalRules.IsKnownHost(request.Host, connection.LocalPort))
        {
            return Problems.Of(
                StatusCodes.Status421MisdirectedRequest, "Wrong host", $"This server is not '{request.Host}'.", $"Ask for http://localhost:{connection.LocalPort}.");
        }

        if (IsCommand(request) && !LocalRules.IsOwnOrigin(request.Headers.Origin, request.Scheme, request.Host))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "Wrong origin", $"A page of '{request.Headers.Origin}' may not give commands here.");
        }

        var actor = request.Headers[Actor.Header].ToString();
        context.User = actor.Length == 0 ? Actor.Admin(Actor.Local) : Actor.Admin(actor.Trim(), via: Actor.Local);
        return actor.Length == 0 || Actor.IsName(actor) ? null : NoName();
    }

    static ProblemDetails NoName() => Problems.Invalid(Actor.Header, "A name of at most 100 printable characters.");

    // A form of another site can be sent here without asking first, but only with the content types of forms; it cannot delete.
    static ProblemDetails? NotJson(HttpRequest request) => !IsCommand(request) || HttpMethods.IsDelete(request.Method) || request.HasJsonContentType()
        ? null
        : Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "Commands are JSON.", "Send 'Content-Type: application/json', also where the body is empty.");

    static bool IsCommand(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    static bool IsOpenToAll(PathString path) => path.StartsWithSegments("/health") || path == CalendarFeedEndpoint.Path || DashboardFiles.Holds(path);
}
