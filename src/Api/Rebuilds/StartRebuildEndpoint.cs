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
            string[] known = [.. Rebuilding.All().Select(model => model.Model)];
            if (command.Models?.FirstOrDefault(model => !known.Contains(model)) is { } unknown)
            {
                return Task.FromResult<Reply<RebuildReceipt>>(Problems.Invalid("models", $"There is no '{unknown}'. There are: {string.Join(", ", known.Order(StringComparer.Ordinal))}."));
            }

            // In their own order, whatever order they are named in.
            string[] models = [.. known.Where(model => command.Models is not { Count: > 0 } named || named.Contains(model))];
            var id = Guid.CreateVersion7();
            session.Events.StartStream<Rebuild>(id, new RebuildRequested(id, models, command.Reason, http.ActorName(), now));
            return Task.FromResult(new Reply<RebuildReceipt>(StatusCodes.Status202Accepted, new(id, models)) { Location = RebuildReceipt.PathOf(id) });
        });
}
