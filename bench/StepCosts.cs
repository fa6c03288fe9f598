using System.Globalization;

namespace EventedPipelines.Bench;

/// <summary>What the steps of several runs took, by kind.</summary>
sealed class StepCosts
{
    readonly Dictionary<string, (Samples Wait, Samples Work)> _kinds = [];

    public void Add(RunTime run)
    {
        foreach (var step in run.Steps)
        {
            var (wait, work) = _kinds.TryGetValue(step.Kind, out var found) ? found : _kinds[step.Kind] = (new(), new());
            wait.Add(step.Wait);
            work.Add(step.Work);
        }
    }

    public IEnumerable<Line> Lines() => _kinds.Select(kind => new Line(
        $"  {kind.Key}: until it starts, until it is done",
        string.Create(CultureInfo.InvariantCulture, $"{kind.Value.Wait.Median:0.0}, {kind.Value.Work.Median:0.0} ms")));
}
