using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Team.Requests;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Requests;

/// <summary>It is not wanted any more.</summary>
public sealed record CancelRequestCommand(string? Reason = null);

public sealed class CancelRequestCommandValidator : AbstractValidator<CancelRequestCommand>
{
    public CancelRequestCommandValidator() => RuleFor(command => command.Reason).IsReason();
}

public static class CancelRequestEndpoint
{
    [WolverinePost("/api/v1/requests/{id:guid}/cancel")]
    [Tags("Requests"), EndpointSummary("Gives a request up: its points are free again, or its ticket is not filed.")]
    [ProducesResponseType<RequestView>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<RequestView>> Post(Guid id, CancelRequestCommand command, RequestCommands requests, HttpContext http, DateTimeOffset now) =>
        requests.DecideAsync(http, id, command, (request, sprint) => CancelRequestDecision.Decide(new(command.Reason, http.ActorName()), request, sprint, now));
}
