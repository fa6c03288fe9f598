using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Team.Requests;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Requests;

/// <summary>It is done, and took so many story points.</summary>
public sealed record CompleteRequestCommand(decimal? ActualPoints);

public sealed class CompleteRequestCommandValidator : AbstractValidator<CompleteRequestCommand>
{
    const decimal MostPoints = 1000;

    public CompleteRequestCommandValidator() =>
        RuleFor(command => command.ActualPoints).NotNull().WithMessage("Say how many points it took.").InclusiveBetween(0, MostPoints).PrecisionScale(19, 4, ignoreTrailingZeros: true);
}

public static class CompleteRequestEndpoint
{
    [WolverinePost("/api/v1/requests/{id:guid}/complete")]
    [Tags("Requests"), EndpointSummary("Says that a request is done. What it took is settled in the sprint that accepted it; more than was estimated is allowed, and shown.")]
    [ProducesResponseType<RequestView>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<RequestView>> Post(Guid id, CompleteRequestCommand command, RequestCommands requests, HttpContext http, DateTimeOffset now) =>
        requests.DecideAsync(http, id, command, (request, sprint) => CompleteRequestDecision.Decide(new(command.ActualPoints!.Value, http.ActorName()), request, sprint, now));
}
