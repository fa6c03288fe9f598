using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Kernel.Store;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>
/// <paramref name="Engineer"/> stands in for <paramref name="InsteadOf"/>; without <paramref name="From"/> from now on. <paramref name="Consent"/> is needed
/// where it would take somebody's only holiday off, or give somebody a second block of one: whom it costs that agrees.
/// </summary>
public sealed record OverrideCommand(DateTimeOffset? From, DateTimeOffset? To, string? Engineer, string? InsteadOf, string? Reason, bool Consent = false);

public sealed class OverrideCommandValidator : AbstractValidator<OverrideCommand>
{
    public OverrideCommandValidator()
    {
        RuleFor(command => command.To).NotNull().WithMessage("Say until when (2026-11-22T06:00:00Z).");
        RuleFor(command => command.Engineer).NotEmpty().WithMessage("Name the engineer who stands in.");
        RuleFor(command => command.InsteadOf).NotEmpty().WithMessage("Name the engineer who is not there.");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: the calendar and the pages say it.").IsReason();
    }
}

public static class OverrideEndpoint
{
    [WolverinePost("/api/v1/oncall/overrides")]
    [Tags("On-call"), EndpointSummary("Lets one engineer stand in for another, in all duty that one has meanwhile: owner, sprint and holiday block.")]
    [ProducesResponseType<OverrideView>(StatusCodes.Status201Created), Refuses(404, 409, 422)]
    public static Task<Reply<OverrideView>> Post(OverrideCommand command, TeamCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<OverrideView>(http, command, async session =>
        {
            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
            {
                return TeamProblems.NoTeam();
            }

            var make = new MakeOverride(Guid.CreateVersion7(), command.Engineer!, command.InsteadOf!, command.From, command.To!.Value, command.Reason!, http.ActorName(), command.Consent);
            var (refused, made) = await session.MakeOverrideAsync(make, team, now, cancellationToken);
            return refused is null
                ? new Reply<OverrideView>(StatusCodes.Status201Created, OverrideView.Of(made!)) { Location = OverrideView.PathOf(made!.Id) }
                : Problems.Conflict(refused, "GET /api/v1/oncall/schedule shows who stands in for whom.");
        });

    [WolverineDelete("/api/v1/oncall/overrides/{id:guid}")]
    [Tags("On-call"), EndpointSummary("Ends an override: at once where it has begun; one that has not never comes about.")]
    [ProducesResponseType<OverrideView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<OverrideView>> Delete(Guid id, TeamCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<OverrideView>(http, id, async session =>
        {
            var sprint = await session.LockOpenSprintAsync(cancellationToken);
            await session.LockAsync(Overrides.TheId, cancellationToken);
            var stream = await session.Events.FetchForWriting<Overrides>(Overrides.TheId, cancellationToken);
            if (stream.Aggregate?.All.Exists(one => one.Id == id) is not true)
            {
                return Problems.NotFound($"override {id}", "GET /api/v1/oncall/schedule lists them.");
            }

            var decision = EndOverrideDecision.Decide(new(id, http.ActorName()), stream.Aggregate, now);
            await session.AppendAsync(stream, decision, cancellationToken);
            await session.AskForCoverageAsync(sprint, now, cancellationToken);
            return OverrideView.Of(decision.On(stream.Aggregate, Overrides.Fold)!.All.Find(one => one.Id == id)!);
        });
}
