using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Reliability.Sla;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Sla;

/// <summary>An exclusion that was agreed on, with whom; of a source's promise with the name of the <paramref name="Source"/>.</summary>
public sealed record CorrectionCommand(string? Reason, string? AgreedWith, string? Source = null);

public sealed class CorrectionCommandValidator : AbstractValidator<CorrectionCommand>
{
    public CorrectionCommandValidator()
    {
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: reports show it beside both numbers.").IsReason();
        RuleFor(command => command.AgreedWith).NotEmpty().WithMessage("Name who agreed.").IsReason();
        RuleFor(command => command.Source).IsId();
    }
}

public static class CorrectSlaEndpoint
{
    [WolverinePost("/api/v1/sla/{area}/{interval}/corrections")]
    [Tags("SLA"), EndpointSummary("Adds an agreed exclusion to a missed delivery. The verdict stays; reports show the numbers with it and without.")]
    [ProducesResponseType<PromiseView>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<PromiseView>> Post(string area, string interval, CorrectionCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        commands.DoAsync<PromiseView>(http, command, async session =>
        {
            if (!DataInterval.TryParse(interval, out var dataInterval))
            {
                return Problems.Invalid("interval", $"'{interval}' is neither a day (2026-11-22) nor a month (2026-11).");
            }

            var unknown = Problems.NotFound($"SLA of '{area}' for {dataInterval}", "GET /api/v1/sla lists what was promised.");
            if (area.Contains('/', StringComparison.Ordinal))
            {
                return unknown;
            }

            var stream = await session.LockPromiseAsync(area, dataInterval, http.RequestAborted, command.Source);
            if (stream.Aggregate is not { } promise)
            {
                return unknown;
            }

            return await session.AnswerAsync(
                http, stream, promise.Version, state => CorrectSlaDecision.Decide(new(command.Reason!, command.AgreedWith!, http.ActorName()), state, now),
                decision => new Reply<PromiseView>(StatusCodes.Status200OK, PromiseView.Of(decision.On(promise, Promise.Fold)!)) { Location = PromiseView.PathOf(promise) },
                $"GET {PromiseView.PathOf(promise)} shows its verdict; only one that was not met is corrected, and once.");
        });
}
