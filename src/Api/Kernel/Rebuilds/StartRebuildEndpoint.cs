using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Projections.Shape;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Rebuilds;

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
        commands.DoAsync<RebuildReceipt>(http, command, async session =>
        {
            var request = new RequestRebuild(Guid.CreateVersion7(), command.Models ?? [], [.. Rebuildables.All().Select(model => model.Model)], command.Reason, http.ActorName());
            var decision = RequestRebuildDecision.Decide(request, now);
            if (decision.Rejection is { } refused)
            {
                return Problems.Invalid("models", $"{refused.Reason} {refused.Remedy}");
            }

            await session.BeginAsync<Rebuild>(request.RebuildId, decision, http.RequestAborted);
            return new(StatusCodes.Status202Accepted, new(request.RebuildId, decision.OfType<RebuildRequested>().Single().Models)) { Location = RebuildReceipt.PathOf(request.RebuildId) };
        });
}
