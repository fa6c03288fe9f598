using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.Owners;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary><paramref name="To"/> is an engineer's id.</summary>
public sealed record AssignCommand(string? To);

public sealed class AssignCommandValidator : AbstractValidator<AssignCommand>
{
    public AssignCommandValidator() => RuleFor(command => command.To).NotEmpty().WithMessage("Name the engineer.");
}

/// <summary>To whom incidents can be given: the ids of today's engineers.</summary>
public sealed record Assignable(IReadOnlyList<string> Engineers);

public static class AssignIncidentEndpoint
{
    public static async Task<Assignable> LoadAsync(IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return new(await session.EngineersAsync(DateOnly.FromDateTime(now.UtcDateTime), cancellationToken));
    }

    [WolverinePost("/api/v1/incidents/{id:guid}/assign")]
    [Tags("Incidents"), EndpointSummary("Gives an incident to an engineer. It changes nobody's pages.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(AssignCommand command, Assignable assignable, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        AssignIncidentDecision.Decide(new(command.To!, http.ActorName()), incident, assignable.Engineers, now);
}
