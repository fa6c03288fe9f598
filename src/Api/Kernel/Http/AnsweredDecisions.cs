using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>How a person's decision about one stream is taken, committed with all that goes with it, and answered.</summary>
public static class AnsweredDecisions
{
    /// <param name="session">That holds the stream's lock; the caller commits.</param>
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="stream">The stream, which exists.</param>
    /// <param name="version">That the stream is at. Nothing is decided where If-Match names another.</param>
    /// <param name="decide">The decision about its state.</param>
    /// <param name="answer">The answer of what was decided; its version is the stream's after it.</param>
    /// <param name="remedy">For a refusal that names none.</param>
    public static async Task<Reply<T>> AnswerAsync<TState, T>(
        this IDocumentSession session, HttpContext http, IEventStream<TState> stream, long version, Func<TState, Task<Decision>> decide, Func<Decision, Reply<T>> answer, string? remedy = null)
        where TState : class
    {
        if (ETags.IsStale(http.Request.GetTypedHeaders(), version))
        {
            return Problems.Stale(version);
        }

        var decision = await decide(stream.Aggregate!);
        if (decision.Rejection is { } refused)
        {
            return Problems.Conflict(refused, remedy);
        }

        await session.AppendAsync(stream, decision, http.RequestAborted);
        return answer(decision) with { Version = version + decision.Count };
    }

    /// <summary>The same for a decision that needs nothing else.</summary>
    public static Task<Reply<T>> AnswerAsync<TState, T>(
        this IDocumentSession session, HttpContext http, IEventStream<TState> stream, long version, Func<TState, Decision> decide, Func<Decision, Reply<T>> answer, string? remedy = null)
        where TState : class => session.AnswerAsync(http, stream, version, state => Task.FromResult(decide(state)), answer, remedy);
}
