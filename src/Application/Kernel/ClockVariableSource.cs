using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Frames;
using JasperFx.CodeGeneration.Model;

namespace EventedPipelines.Application.Kernel;

/// <summary>
/// Fills the `now` of handlers and endpoints from the Clock. Wolverine's own source takes the system's time, which a virtual clock
/// cannot move (architecture.md, Clock).
/// </summary>
public sealed class ClockVariableSource : IVariableSource
{
    public bool Matches(Type type) => type == typeof(DateTimeOffset);

    public Variable Create(Type type) => new ClockFrame().Now;

    sealed class ClockFrame : SyncFrame
    {
        Variable? _clock;

        public ClockFrame() => Now = new Variable(typeof(DateTimeOffset), "now", this);

        public Variable Now { get; }

        public override IEnumerable<Variable> FindVariables(IMethodVariables chain)
        {
            _clock = chain.FindVariable(typeof(TimeProvider));
            yield return _clock;
        }

        public override void GenerateCode(GeneratedMethod method, ISourceWriter writer)
        {
            writer.Write($"var {Now.Usage} = {_clock!.Usage}.GetUtcNow();");
            Next?.GenerateCode(method, writer);
        }
    }
}
