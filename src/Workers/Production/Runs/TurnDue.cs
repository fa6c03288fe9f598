using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Npgsql;
using Wolverine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>A run reads earlier intervals, or other pipelines: it goes on when none of those is being computed, and these have published.</summary>
public sealed record TurnDue(Guid RunId, long WorkId, long Fence);

public static class TurnDueHandler
{
    // The nets. The run that ends readies the next one's row itself, and another pipeline's publication those that wait for it.
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LookForOthersEvery = TimeSpan.FromMinutes(10);

    public static async Task<(HandlerContinuation, TakeTurn?)> LoadAsync(
        TurnDue due, IDocumentStore store, NpgsqlDataSource database, PipelineDefinitions definitions, WorkLeases leases, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var run = (await session.LoadAsync<Run>(due.RunId, cancellationToken))!;

        // Snoozed before the look, so that a run which ends in between is not overlooked.
        await leases.SnoozeAsync(due.WorkId, due.Fence, clock.GetUtcNow() + (run.WaitsForUpstream ? LookForOthersEvery : LookEvery), cancellationToken);
        var definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken);
        var from = definition.ReadsFrom(run.DataInterval);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await Turns.IsBehindAsync(connection, run, from, cancellationToken))
        {
            return (HandlerContinuation.Stop, null);
        }

        return (HandlerContinuation.Continue, new(
            await PublicationsTable.BeforeAsync(connection, run.Pipeline, run.DataInterval, from, cancellationToken), await PublicationsTable.FirstAsync(connection, run.Pipeline, cancellationToken),
            definition.ComputesFrom(run.DataInterval),
            definition.ModelsIn(run.DataInterval).Any(model => model.Grain != definition.Grain) ? DataInterval.Month(run.DataInterval.First).First : null)
        {
            Upstream = await UpstreamLook.OfTurnAsync(connection, definition, run.DataInterval, cancellationToken),
            Definition = definition,
        });
    }

    public static Decision Handle(TurnDue _, TakeTurn turn, [Locked] Run run, DateTimeOffset now) => TakeTurnDecision.Decide(turn, run, now);
}
