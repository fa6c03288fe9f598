using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>How a person's decision reaches a run: under the lock of its interval, as a publication does, and only at the version that the person saw.</summary>
public sealed class RunCommands(IDocumentStore store, IdempotentCommands commands)
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="id">The run.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the run and its interval.</param>
    /// <param name="status">Of the answer, when the decision allows it.</param>
    public async Task<Reply<RunReceipt>> DecideAsync(
        HttpContext http, Guid id, RunCommand command, Func<Run, Interval, Decision> decide, int status)
    {
        var cancellationToken = http.RequestAborted;
        await using var query = store.QuerySession();
        if (await query.LoadAsync<Run>(id, cancellationToken) is not { } known)
        {
            return Problems.UnknownRun(id);
        }

        return await commands.DoAsync<RunReceipt>(http, command, async session =>
        {
            var (interval, current) = await session.LockIntervalAsync(known.Pipeline, known.DataInterval, cancellationToken);
            var stream = current?.Aggregate?.Id == id ? current : await session.Events.FetchForWriting<Run>(id, cancellationToken);
            var run = stream.Aggregate!;
            return await session.AnswerAsync(
                http, stream, run.Version, state => decide(state, interval.Aggregate!),
                _ => new Reply<RunReceipt>(status, new(run.Id, run.Pipeline, run.DataInterval, run.Generation, Opened: false)) { Location = RunReceipt.PathOf(run.Id) });
        });
    }
}
