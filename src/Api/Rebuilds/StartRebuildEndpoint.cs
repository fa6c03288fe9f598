using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Rebuilds;
using EventedPipelines.Projections.Rebuilds;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Rebuilds;

/// <summary>What a rebuild was accepted as.</summary>
public sealed record RebuildReceipt(Guid Id, IReadOnlyList<string> Models)
{
    public static string PathOf(Guid rebuild) => $"/api/v1/rebuilds/{rebuild}";
}

public static class StartRebuildEndpoint
{
    [WolverinePost("/api/v1/rebuilds")]
    [Tags("Rebuilds"), EndpointSummary("Makes read models, snapshots and pending work anew of the events while the system serves.")]
    [ProducesResponseType<RebuildReceipt>(StatusCodes.Status202Accepted), Refuses(409, 422)]
    public static Task<Reply<RebuildReceipt>> Post(StartRebuild command, IdempotentCommands commands, HttpContext http, DateTimeOffset now) =>
        commands.DoAsync<RebuildReceipt>(http, command, session =>
        {
            var request = new RequestRebuild(Guid.CreateVersion7(), command.Models ?? [], [.. Rebuilding.All().Select(model => model.Model)], command.Reason, http.ActorName());
            var (refused, requested) = RequestRebuildDecision.Decide(request, now);
            if (refused is not null)
            {
                return Task.FromResult<Reply<RebuildReceipt>>(Problems.Invalid("models", $"{refused.Reason} {refused.Remedy}"));
            }

            session.Events.StartStream<Rebuild>(request.RebuildId, requested!);
            return Task.FromResult(new Reply<RebuildReceipt>(StatusCodes.Status202Accepted, new(request.RebuildId, requested!.Models)) { Location = RebuildReceipt.PathOf(request.RebuildId) });
        });
}
