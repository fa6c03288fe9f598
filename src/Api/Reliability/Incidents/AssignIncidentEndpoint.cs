using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.Owners;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary><paramref name="To"/> is an engineer's id.</summary>
public sealed record AssignCommand(string? To);

public sealed class AssignCommandValidator : AbstractValidator<AssignCommand>
{
    public AssignCommandValidator() => RuleFor(command => command.To).NotEmpty().WithMessage("Name the engineer.");
}

public static class AssignIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/assign")]
    [Tags("Incidents"), EndpointSummary("Gives an incident to an engineer. It changes nobody's pages.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<IncidentReceipt>> Post(Guid id, AssignCommand command, IncidentCommands incidents, HttpContext http, DateTimeOffset now) =>
        incidents.DecideAsync(http, id, command, async (incident, session) => AssignIncidentDecision.Decide(
            new(command.To!, http.ActorName()), incident, await session.EngineersAsync(DateOnly.FromDateTime(now.UtcDateTime), http.RequestAborted), now));
}
