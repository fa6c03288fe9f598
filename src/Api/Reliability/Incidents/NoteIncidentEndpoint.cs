using EventedPipelines.Api.Kernel.Http;
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
    public static Task<Reply<IncidentReceipt>> Post(Guid id, NoteCommand command, IncidentCommands incidents, HttpContext http, DateTimeOffset now) =>
        incidents.DecideAsync(http, id, command, incident => NoteIncidentDecision.Decide(new(command.Text!, http.ActorName()), incident, now));
}
