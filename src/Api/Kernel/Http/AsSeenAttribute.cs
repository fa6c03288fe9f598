using EventedPipelines.Application.Kernel;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using Wolverine.Attributes;
using Wolverine.Configuration;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// Of an endpoint: the state of the stream that its route's id names, under its lock and at the version that the person saw (ADR-0034).
/// <see cref="ICommands{TState}"/> answers.
/// </summary>
public sealed class AsSeenAttribute : LockedStateAttribute
{
    public AsSeenAttribute() => (ArgumentName, ValueSource) = ("id", ValueSource.RouteValue);

    protected override MethodCall Commit(IChain chain, Type state)
    {
        var command = chain is HttpChain { RequestType: { } sent } ? sent : throw new InvalidOperationException($"{chain.Description} is to take its command, and before its {state.Name}.");
        var commands = typeof(ICommands<>).MakeGenericType(state);
        return new(commands, commands.GetMethod(nameof(ICommands<>.DecideAsync))!.MakeGenericMethod(command));
    }

    protected override void End(IChain chain, Variable decision, Frame end, MethodCall commit)
    {
        chain.Postprocessors.Add(end);
        chain.UseForResponse(commit);
    }
}
