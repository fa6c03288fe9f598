using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Work;
using Marten;

namespace EventedPipelines.Api.Reliability.Work;

/// <summary>How a person's decision reaches a row of pending work: with the row locked, so that no worker changes it meanwhile.</summary>
public sealed class WorkCommands(IdempotentCommands commands)
{
    const string Sql = "select stream_id, kind, key, because, dead_at is not null, discarded_at is not null, error from ep.pending_work where id = $1 for update";

    /// <param name="http">The request.</param>
    /// <param name="id">The row.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the work.</param>
    /// <param name="becomes">What the row is after it.</param>
    public Task<Reply<WorkReceipt>> DecideAsync<TCommand>(
        HttpContext http, long id, TCommand command, Func<OwedWork, Decision> decide, WorkState becomes)
        where TCommand : class => commands.DoAsync<WorkReceipt>(http, command, async session =>
        {
            var cancellationToken = http.RequestAborted;
            if (await LockAsync(session, id, cancellationToken) is not { } work)
            {
                return Problems.NotFound($"pending work {id}", "GET /api/v1/work lists it. Work that is done, or no longer owed, is gone.");
            }

            var decision = decide(work);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused, "GET /api/v1/work?state=dead lists what is dead.");
            }

            var stream = await session.Events.FetchForWriting<DeadWork>(work.DeadWorkId, cancellationToken);
            await session.AppendAsync(stream, decision, cancellationToken);
            return new(StatusCodes.Status200OK, new(id, becomes)) { Location = $"/api/v1/work?state={JsonShape.Word(becomes)}" };
        });

    static async Task<OwedWork?> LockAsync(IDocumentSession session, long id, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4), row.GetBoolean(5), row.IsDBNull(6) ? null : row.GetString(6))
            : null;
    }
}
