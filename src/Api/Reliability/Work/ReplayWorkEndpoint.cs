using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Work;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Work;

public sealed record ReplayCommand(string? Reason = null);

public sealed class ReplayCommandValidator : AbstractValidator<ReplayCommand>
{
    public ReplayCommandValidator() => RuleFor(command => command.Reason).IsReason();
}

public static class ReplayWorkEndpoint
{
    [WolverinePost("/api/v1/work/{id:long}/replay")]
    [Tags("Work"), EndpointSummary("Tries dead work again at once, with all its attempts.")]
    [ProducesResponseType<WorkReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<WorkReceipt>> Post(long id, ReplayCommand command, WorkCommands work, HttpContext http, DateTimeOffset now) =>
        work.DecideAsync(http, id, command, owed => ReplayWorkDecision.Decide(new(command.Reason, http.ActorName()), owed, now), WorkState.Due);
}
