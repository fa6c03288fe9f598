using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using JasperFx.CodeGeneration.Frames;
using Marten;
using Wolverine.Configuration;

namespace EventedPipelines.Workers.Kernel.Work;

/// <summary>Of a handler: the state of the stream that its message names, under its lock (ADR-0034).</summary>
public sealed class LockedAttribute : LockedStateAttribute
{
    public static Task DecideAsync<TState>(IDocumentStore store, WorkerName worker, Guid stream, Func<TState, DateTimeOffset, Decision> decide, CancellationToken cancellationToken)
        where TState : class => store.DecideAsync(stream, worker.Value, decide, cancellationToken);

    protected override MethodCall Commit(IChain chain, Type state) =>
        new(typeof(LockedAttribute), typeof(LockedAttribute).GetMethod(nameof(DecideAsync))!.MakeGenericMethod(state));
}
