using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// What a run cannot use of its sources at its deadline, and which models cannot be computed without that (domain.md 3.4). <paramref name="Roots"/> are what is
/// wrong in the first place, sources and models; <paramref name="Reasons"/> says of each of all these in words why.
/// </summary>
public sealed record Shortfall(
    IReadOnlyList<string> Absent, IReadOnlyList<string> Unreadable, IReadOnlyList<string> Blocked, IReadOnlyList<string> Skipped, IReadOnlyList<string> Roots,
    IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>The sources of which some files are there: what there is of them is used.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>
    /// Every number that what has been read suffices for can be computed. What a run that has failed never came to is read and computed now; one that is getting
    /// on takes that up in a generation of its own, and publishes what it has.
    /// </summary>
    public static Shortfall Of(PipelineDefinition definition, Run run)
    {
        var reasons = new SortedDictionary<string, string>(run.Fallback?.Reasons ?? (IDictionary<string, string>)new Dictionary<string, string>(), StringComparer.Ordinal);
        string[] absent = [.. run.Plan.Sources.Where(source => IsAbsent(source, run))];
        string[] unreadable = [.. run.Plan.Sources.Where(source => IsUnreadable(source, run)).Except(absent)];
        string[] blocked = [.. Blocking(definition, run).Select(check => check.Target).Intersect(run.Plan.Sources).Except(absent).Except(unreadable)];
        foreach (var source in absent)
        {
            reasons.TryAdd(source, IsWaiting(source, run) ? $"'{source}' has not arrived." : $"'{source}' is still being read.");
        }

        foreach (var source in unreadable)
        {
            reasons.TryAdd(source, $"'{source}' cannot be read{Error(run.ProgressOf(Step.Ingest(source)))}.");
        }

        foreach (var check in Blocking(definition, run))
        {
            reasons.TryAdd(check.Target, $"'{check.Target}' is not used: the check '{check.Id}' blocks it.");
        }

        var unpublished = run.Awaits.Where(awaited => awaited.IsAbsent).ToList();
        foreach (var awaited in unpublished)
        {
            reasons.TryAdd(awaited.Target, $"'{awaited.Target}' is not there: {awaited} has published no rows of it.");
        }

        var failed = Failed(definition, run, reasons).ToList();
        string[] others = [.. unpublished.Select(awaited => awaited.Target)];
        string[] skipped = [.. Skips(definition, run, [.. absent, .. unreadable, .. blocked, .. others], [.. failed, .. run.Fallback?.Skipped ?? []], reasons)];
        return new(absent, unreadable, blocked, skipped, [.. absent, .. unreadable, .. blocked, .. others, .. failed], reasons)
        {
            Incomplete = [.. run.Plan.Sources.Where(source => IsIncomplete(source, run)).Except(absent)],
        };
    }

    /// <summary>Whether it says no more than the fallback under way.</summary>
    public bool IsKnownTo(RunFallback fallback) =>
        Skipped.Count == fallback.Skipped.Count && Absent.Count == fallback.Absent.Count && Unreadable.Count == fallback.Unreadable.Count && Blocked.Count == fallback.Blocked.Count
        && Incomplete.Count == fallback.Incomplete.Count;

    static bool IsWaiting(string source, Run run) => run.ProgressOf(Step.Ingest(source)).State is StepState.Waiting;

    static bool IsAbsent(string source, Run run) => run.Fallback?.Absent.Contains(source) == true || (!run.Sources.ContainsKey(source) && run.ProgressOf(Step.Ingest(source)).State switch
    {
        StepState.Waiting => true,
        StepState.Due or StepState.Running => !run.IsFinished && run.Fallback is null,
        _ => false,
    });

    static bool IsIncomplete(string source, Run run) => run.Fallback?.Incomplete.Contains(source) == true || (run.Sources.ContainsKey(source) && IsWaiting(source, run));

    static bool IsUnreadable(string source, Run run) =>
        run.Fallback?.Unreadable.Contains(source) == true || run.ProgressOf(Step.Ingest(source)).State is StepState.Failed or StepState.Retrying;

    static IEnumerable<CheckDefinition> Blocking(PipelineDefinition definition, Run run) =>
        definition.Checks.Where(check => run.Checks.GetValueOrDefault(check.Id) is CheckStanding.Blocking);

    // Of a run that is computing, what is not through is not there yet.
    static IEnumerable<string> Failed(PipelineDefinition definition, Run run, SortedDictionary<string, string> reasons)
    {
        var isComputing = run is { IsUnderWay: true, Fallback: null } && run.OpenSteps.Any(step => step.Kind != Domain.Kernel.Work.WorkKind.Ingest);
        foreach (var model in run.Plan.Models)
        {
            var progress = run.ProgressOf(Step.Transform(model));
            var why = progress.State switch
            {
                _ when Blocking(definition, run).Any(check => check.Target == model) => reasons[model],
                _ when run.Fallback?.Failed.Contains(model) == true => reasons.GetValueOrDefault(model) ?? $"'{model}' has failed.",
                StepState.Failed or StepState.Retrying => $"'{model}' has failed{Error(progress)}.",
                not StepState.Done when isComputing => $"'{model}' is not computed yet.",
                _ => null,
            };
            if (why is not null)
            {
                reasons.TryAdd(model, why);
                yield return model;
            }
        }
    }

    // A model that reads what cannot be used, directly or through another, and does not say which of its columns need it, would make
    // something of rows that are not there. One that reads a model which is skipped has nothing to read.
    static IEnumerable<string> Skips(PipelineDefinition definition, Run run, string[] unusable, HashSet<string> skipped, SortedDictionary<string, string> reasons)
    {
        var lacking = unusable.ToDictionary(source => source, source => (string[])[source], StringComparer.Ordinal);
        foreach (var model in definition.ModelsIn(run.DataInterval))
        {
            string[] unread = [.. skipped.Where(other => other != model.Id && model.Mentions(other))];
            string[] lacks = [.. lacking.Where(relation => model.Mentions(relation.Key)).SelectMany(relation => relation.Value).Distinct()];
            lacking[model.Id] = lacks;
            string[] without = [.. unread, .. lacks.Where(source => !model.Needs(source))];
            if (without.Length > 0)
            {
                skipped.Add(model.Id);
                reasons.TryAdd(model.Id, $"'{model.Id}' is not computed without {string.Join(", ", without.Select(name => $"'{name}'"))}.");
            }

            if (skipped.Contains(model.Id))
            {
                yield return model.Id;
            }
        }
    }

    static string Error(StepProgress progress) => progress.Error is { } error ? $": {error.TrimEnd('.')}" : "";
}
