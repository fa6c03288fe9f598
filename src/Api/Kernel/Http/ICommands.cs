using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// How a person's decision about a stream is committed, once per Idempotency-Key, and answered; of each kind of stream whose state an endpoint takes
/// <see cref="AsSeenAttribute"/> there is one.
/// </summary>
public interface ICommands<TState>
    where TState : class
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="id">The stream.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the stream's state.</param>
    Task<Reply> DecideAsync<TCommand>(HttpContext http, Guid id, TCommand command, Func<TState, DateTimeOffset, Decision> decide)
        where TCommand : class;
}
