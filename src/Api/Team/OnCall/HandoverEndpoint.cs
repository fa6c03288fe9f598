using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>The duty goes on now, before it would by itself.</summary>
public sealed record HandoverCommand(string? Notes = null);

public sealed class HandoverCommandValidator : AbstractValidator<HandoverCommand>
{
    public HandoverCommandValidator() => RuleFor(command => command.Notes).IsNote();
}

/// <summary>The sprint that was handed over, and the one that is open now.</summary>
public sealed record HandoverReceipt(int Sprint, int? Next, string? To, DateTimeOffset At);

public static class HandoverEndpoint
{
    [WolverinePost("/api/v1/sprints/{number:int}/handover")]
    [Tags("Sprints"), EndpointSummary("Hands the open sprint's duty over at once, with notes for whoever takes it. By itself it happens on the first working day after the sprint.")]
    [ProducesResponseType<HandoverReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<HandoverReceipt>> Post(
        int number, HandoverCommand command, TeamCommands commands, IIncidentsInHand incidents, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<HandoverReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<Sprint>(Sprint.IdOf(number), cancellationToken) is null)
            {
                return SprintsEndpoint.Unknown(number);
            }

            var stream = await session.Events.FetchForExclusiveWriting<Sprint>(Sprint.IdOf(number), cancellationToken);
            if (ETags.IsStale(http.Request.GetTypedHeaders(), stream.Aggregate!.Version))
            {
                return Problems.Stale(stream.Aggregate.Version);
            }

            var decision = await session.HandOverAsync(stream, http.ActorName(), command.Notes, incidents, now, cancellationToken);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused, "GET /api/v1/sprints/current is the one that is open.");
            }

            var next = decision.Others.SelectMany(other => other.Events).OfType<SprintOpened>().SingleOrDefault();
            return new(StatusCodes.Status200OK, new(number, next?.Number, next?.Duty, now)) { Location = next is null ? null : SprintView.PathOf(next.Number) };
        });
}
