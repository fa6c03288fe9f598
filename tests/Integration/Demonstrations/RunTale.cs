using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>What a run says of what it had and made, from its own events: which sources it has as a whole, which models it has computed, what it has read of earlier intervals.</summary>
sealed class RunTale
{
    readonly Dictionary<string, bool> _isThere = new(StringComparer.Ordinal);
    readonly HashSet<string> _computed = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _notWhole = new(StringComparer.Ordinal);
    RunPlan? _plan;
    bool _isChecked;

    public int DefinitionVersion { get; private set; }

    /// <summary>The generation that it read of each earlier interval; null where it took no turn to read.</summary>
    public Dictionary<DataInterval, int>? Read { get; private set; }

    public bool HasWhole(string source) => _isThere.GetValueOrDefault(source) && !_notWhole.ContainsValue(source) && (_isChecked || _plan is { ChecksInputs: false });

    public bool HasComputed(string model) => _computed.Contains(model);

    public bool IsWhole(string model) => !_notWhole.ContainsValue(model);

    public void Hear(object happened)
    {
        switch (happened)
        {
            case RunStarted e:
                (_plan, DefinitionVersion) = (e.Plan, e.DefinitionVersion);
                break;
            case SourceIngested e:
                _isThere[e.Source] = true;
                break;
            case SourceTakenAsEmpty e:
                _isThere[e.Source] = true;
                break;
            case SourceNotYetDue e:
                _isThere[e.Source] = true;
                break;
            case SourceMissing e:
                _isThere[e.Source] = false;
                break;
            case SourceIncomplete e:
                _isThere[e.Source] = false;
                break;
            case InputsChecked:
                _isChecked = true;
                break;
            case CheckEvaluated { Result: { Outcome: CheckOutcome.Failed, Action: CheckAction.Partial } result }:
                _notWhole[result.Check] = result.Target;
                break;
            case CheckEvaluated { Result: { } result }:
                _notWhole.Remove(result.Check);
                break;
            case TransformSucceeded e:
                _computed.Add(e.Model);
                break;
            case TurnTaken e:
                Read = e.Reads.SelectMany(pinned => pinned.Range.DataIntervals.Select(dataInterval => (dataInterval, pinned.Generation)))
                    .ToDictionary(pinned => pinned.dataInterval, pinned => pinned.Generation);
                break;
            case TurnLost:
                _computed.Clear();
                break;
            case FallbackBegun e:
                foreach (var source in (string[])[.. e.Absent, .. e.Unreadable ?? [], .. e.Blocked ?? []])
                {
                    _isThere[source] = false;
                }

                _computed.ExceptWith(e.Skipped);
                break;
        }
    }
}
