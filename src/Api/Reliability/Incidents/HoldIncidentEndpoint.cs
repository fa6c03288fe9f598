using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>Somebody is at it and wants quiet until then.</summary>
public sealed record HoldCommand(string? Reason, DateTimeOffset? Until);

public sealed class HoldCommandValidator : AbstractValidator<HoldCommand>
{
    public HoldCommandValidator()
    {
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the incident's history.").IsReason();
        RuleFor(command => command.Until).NotNull().WithMessage("Say until when (2026-11-22T06:00:00Z).");
    }
}

public static class HoldIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/hold")]
    [Tags("Incidents"), EndpointSummary("Keeps an incident quiet until an instant, at most a day ahead: no reminders, and the secondary owners not before.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(HoldCommand command, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        HoldIncidentDecision.Decide(new(command.Reason!, command.Until!.Value, http.ActorName()), incident, now);
}
