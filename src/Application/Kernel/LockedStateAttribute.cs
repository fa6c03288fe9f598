using System.Reflection;
using EventedPipelines.Domain.Kernel;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;
using JasperFx.Core.Reflection;
using Wolverine.Attributes;
using Wolverine.Configuration;
using Wolverine.Runtime.Handlers;

namespace EventedPipelines.Application.Kernel;

/// <summary>
/// The state of the stream that a message or a route names, under its lock, for a handler or an endpoint that returns a <see cref="Decision"/> about it and
/// sees no session (ADR-0034). What else it takes is there before the lock is waited for; its `now` is drawn after.
/// </summary>
public abstract class LockedStateAttribute : WolverineParameterAttribute
{
    /// <exception cref="InvalidOperationException">The method returns no decision, or nothing says which stream it is about.</exception>
    public sealed override Variable Modify(IChain chain, ParameterInfo parameter, IServiceContainer container, GenerationRules rules)
    {
        var handler = chain.HandlerCalls().Single(call => call.Method == parameter.Member);
        var decision = handler.Creates.SingleOrDefault(created => created.VariableType == typeof(Decision))
            ?? throw new InvalidOperationException($"{handler} takes a locked {parameter.ParameterType.Name}: it is to return a {nameof(Decision)}.");
        if (!tryFindIdentityVariable(chain, parameter, typeof(Guid), out var stream))
        {
            throw new InvalidOperationException($"Which {parameter.ParameterType.Name} {handler} is about is said neither by {parameter.ParameterType.Name}Id nor by Id.");
        }

        var begin = new BeginDecide(chain, handler, parameter);
        chain.Middleware.Add(begin);
        var commit = Commit(chain, parameter.ParameterType);
        commit.TrySetArgument(stream);
        End(chain, decision, new EndDecide(decision, begin), commit);
        return begin.State;
    }

    /// <summary>What commits: it takes the stream's id and a function from its state and the time to the decision.</summary>
    protected abstract MethodCall Commit(IChain chain, Type state);

    /// <summary>Where in the chain the function ends, and after it what commits: in place of sending what a handler returns as messages.</summary>
    protected virtual void End(IChain chain, Variable decision, Frame end, MethodCall commit) =>
        decision.UseReturnAction(new ReturnVariableAction { Frames = { end, commit } });
}

/// <summary>Begins the function around the handler's call. Whatever comes before the call is before it, and outside of it.</summary>
sealed class BeginDecide : SyncFrame
{
    readonly IChain _chain;
    readonly MethodCall _handler;

    public BeginDecide(IChain chain, MethodCall handler, ParameterInfo state)
    {
        (_chain, _handler) = (chain, handler);
        State = new(state.ParameterType, state.Name!, this);

        // Without a creator, so that a `now` of LoadAsync is not taken for this one, which would come before what it comes after.
        Now = new(typeof(DateTimeOffset), "nowUnderLock");
        foreach (var now in handler.Method.GetParameters().Where(parameter => parameter.ParameterType == typeof(DateTimeOffset)))
        {
            handler.Arguments[now.Position] = Now;
        }
    }

    public Variable State { get; }

    public Variable Now { get; }

    public override IEnumerable<Variable> FindVariables(IMethodVariables chain)
    {
        foreach (var before in _chain.Middleware.Where(frame => frame != this))
        {
            dependencies.Add(before);
        }

        return _handler.FindVariables(chain).Where(taken => taken != State && taken != Now);
    }

    public override void GenerateCode(GeneratedMethod method, ISourceWriter writer)
    {
        writer.Write($"BLOCK:{typeof(Decision).FullNameInCode()} decide({State.VariableType.FullNameInCode()} {State.Usage}, {Now.VariableType.FullNameInCode()} {Now.Usage})");
        Next?.GenerateCode(method, writer);
    }
}

/// <summary>Ends the function around the handler's call.</summary>
sealed class EndDecide : SyncFrame
{
    readonly Variable _decision;

    public EndDecide(Variable decision, BeginDecide begin)
    {
        _decision = decision;
        uses.Add(decision);
        Decide = new(typeof(Func<,,>).MakeGenericType(begin.State.VariableType, typeof(DateTimeOffset), typeof(Decision)), "decide", this);
    }

    public Variable Decide { get; }

    public override void GenerateCode(GeneratedMethod method, ISourceWriter writer)
    {
        writer.Write($"return {_decision.Usage};");
        writer.FinishBlock();
        Next?.GenerateCode(method, writer);
    }
}
