using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Application.Production.Schemas;
using EventedPipelines.Domain.Production.Schemas;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Schemas;

/// <summary>This is how the source is from now on, with the reason that goes into the history.</summary>
public sealed record ApproveDriftCommand(string? Reason = null);

public sealed class ApproveDriftCommandValidator : AbstractValidator<ApproveDriftCommand>
{
    public ApproveDriftCommandValidator() => RuleFor(command => command.Reason).IsReason();
}

/// <summary>The source is wrong, and is to come as its contract says.</summary>
public sealed record RejectDriftCommand(string? Reason);

public sealed class RejectDriftCommandValidator : AbstractValidator<RejectDriftCommand>
{
    public RejectDriftCommandValidator() =>
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the source's history.").IsReason();
}

public static class JudgeDriftEndpoint
{
    [WolverinePost("/api/v1/schemas/{source}/drifts/{id}/approve")]
    [Tags("Sources"), EndpointSummary("Takes a drift into the contract: its next version is written, shown as a diff, and what waited for it goes on.")]
    [ProducesResponseType<DriftReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<DriftReceipt>> Approve(string source, Guid id, ApproveDriftCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        DecideAsync(source, new(id, IsApproved: true, command.Reason, http.ActorName()), command, commands, http, now);

    [WolverinePost("/api/v1/schemas/{source}/drifts/{id}/reject")]
    [Tags("Sources"), EndpointSummary("Leaves the contract as it is: the source is to come as it says. Once it does, the drift is reverted.")]
    [ProducesResponseType<DriftReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<DriftReceipt>> Reject(string source, Guid id, RejectDriftCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        DecideAsync(source, new(id, IsApproved: false, command.Reason, http.ActorName()), command, commands, http, now);

    static Task<Reply<DriftReceipt>> DecideAsync(string source, JudgeDrift judge, object command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        commands.DoAsync<DriftReceipt>(http, new { source, judge.DriftId, command }, async session =>
        {
            if (await session.SourceAsync(source, http.RequestAborted) is null)
            {
                return Problems.UnknownSource(source);
            }

            var stream = await session.LockSchemaAsync(source, http.RequestAborted);
            return stream.Aggregate?.Find(judge.DriftId) is null
                ? Problems.NotFound($"drift {judge.DriftId} of '{source}'", $"GET /api/v1/schemas/{source}/changes lists them.")
                : await session.AnswerAsync(
                    http, stream, stream.Aggregate.Version, schema => JudgeDriftDecision.Decide(judge, schema, now),
                    _ => new Reply<DriftReceipt>(StatusCodes.Status202Accepted, new(source, judge.DriftId)) { Location = $"/api/v1/schemas/{source}/changes" });
        });
}
