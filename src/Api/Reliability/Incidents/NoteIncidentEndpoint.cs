using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

public sealed record NoteCommand(string? Text);

public sealed class NoteCommandValidator : AbstractValidator<NoteCommand>
{
    public NoteCommandValidator() => RuleFor(command => command.Text).NotEmpty().WithMessage("Say what is to be noted.").IsNote();
}

public static class NoteIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/notes")]
    [Tags("Incidents"), EndpointSummary("Adds a note to an incident, also to a resolved one.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(NoteCommand command, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        NoteIncidentDecision.Decide(new(command.Text!, http.ActorName()), incident, now);
}
