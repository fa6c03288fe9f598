using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Work;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Work;

public sealed record DiscardCommand(string? Reason);

public sealed class DiscardCommandValidator : AbstractValidator<DiscardCommand>
{
    public DiscardCommandValidator() => RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the history.").IsReason();
}

public static class DiscardWorkEndpoint
{
    [WolverinePost("/api/v1/work/{id:long}/discard")]
    [Tags("Work"), EndpointSummary("Gives dead work up for good, as long as it is owed for the same reason.")]
    [ProducesResponseType<WorkReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<WorkReceipt>> Post(long id, DiscardCommand command, WorkCommands work, HttpContext http, DateTimeOffset now) =>
        work.DecideAsync(http, id, command, owed => DiscardWorkDecision.Decide(new(command.Reason!, http.ActorName()), owed, now), WorkState.Discarded);
}
