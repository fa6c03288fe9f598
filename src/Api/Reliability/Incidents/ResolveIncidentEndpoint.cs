using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>It is over. <paramref name="Cause"/> is what it was, in a person's words.</summary>
public sealed record ResolveCommand(string? Cause, string? Note = null);

public sealed class ResolveCommandValidator : AbstractValidator<ResolveCommand>
{
    public ResolveCommandValidator()
    {
        RuleFor(command => command.Cause).NotEmpty().WithMessage("Say what the cause was: an incident is not resolved without one.").IsReason();
        RuleFor(command => command.Note).IsNote();
    }
}

public static class ResolveIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/resolve")]
    [Tags("Incidents"), EndpointSummary("Ends an incident with its cause. It opens again when its interval fails again for the same cause within a day.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(ResolveCommand command, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        ResolveIncidentDecision.Decide(new(command.Cause!, command.Note, http.ActorName()), incident, now);
}
