using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using Wolverine.Attributes;
using Wolverine.Configuration;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>How a person's decision about a stream is committed, once per Idempotency-Key, and answered.</summary>
public interface ICommands<TState>
    where TState : class
{
    /// <param name="http">The request, with If-Match where the person insists on what was seen.</param>
    /// <param name="id">The stream.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">The decision about the stream's state.</param>
    Task<IResult> DecideAsync<TCommand>(HttpContext http, Guid id, TCommand command, Func<TState, DateTimeOffset, Decision> decide)
        where TCommand : class;
}

/// <summary>
/// Of an endpoint: the state of the stream that its route's id names, under its lock and at the version that the person saw (ADR-0034).
/// <see cref="ICommands{TState}"/> answers.
/// </summary>
public sealed class AsSeenAttribute : LockedStateAttribute
{
    public AsSeenAttribute() => (ArgumentName, ValueSource) = ("id", ValueSource.RouteValue);

    protected override MethodCall Commit(IChain chain, Type state)
    {
        var commands = typeof(ICommands<>).MakeGenericType(state);
        return new(commands, commands.GetMethod(nameof(ICommands<>.DecideAsync))!.MakeGenericMethod(((HttpChain)chain).RequestType!));
    }

    protected override void End(IChain chain, Variable decision, Frame end, MethodCall commit)
    {
        chain.Postprocessors.Add(end);
        chain.UseForResponse(commit);
    }
}
