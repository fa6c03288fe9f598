using System.Globalization;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Production.Runs;
using Npgsql;

namespace EventedPipelines.Projections.Reliability.Sla;

/// <summary>Where the pipelines of a promise stand (domain.md 4.2), read from their intervals and current runs.</summary>
public static class Standings
{
    static readonly StoredDocument<RunDetails> Runs = new();

    // Of the runs that ended with numbers, nine of ten took no longer.
    static readonly string UsualSql = $"""
        select percentile_cont(0.9) within group (order by took) from (
            select extract(epoch from {Runs.Instant(run => run.FinishedAt)} - {Runs.Instant(run => run.StartedAt)}) as took from {Runs.Table}
            where {Runs.Column(run => run.Pipeline)} = $1 and {Runs.Text(run => run.Outcome)} in ({StoredName.Quoted(RunOutcome.Succeeded, RunOutcome.SucceededWithWarnings)})
            order by {Runs.Column(run => run.From)} desc limit 30) latest
        """;

    /// <param name="promise">The promise.</param>
    /// <param name="read">Reads an interval with its current run; null for one that never had any.</param>
    /// <param name="usual">How long a pipeline usually takes; null where it is not asked for, or not known.</param>
    /// <param name="now">The Clock's time.</param>
    public static async Task<IReadOnlyList<PipelineStanding>> OfAsync(
        Promise promise, Func<ExpectedInterval, Task<(Interval? Interval, Run? Run)>> read, Func<string, Task<TimeSpan?>> usual, DateTimeOffset now)
    {
        List<(string Pipeline, PipelineStanding Standing)> all = [];
        foreach (var expected in promise.Expected)
        {
            var (interval, run) = await read(expected);
            var (takes, completeAt) = (await usual(expected.Pipeline), promise.CompleteAt(interval));
            var doing = promise.Source is null ? DoingOf(run) : $"{expected.Interval}: {DoingOf(run)}";
            all.Add((expected.Pipeline, new(
                expected.Pipeline, interval?.Publication?.HasNumbers == true || run?.Fallback is { IsPlaceholderOnly: false }, completeAt, run?.IsPublishing == true, doing, run?.Id,
                completeAt ?? (IsGettingOn(run) && takes is { } time ? Later(run!.StartedAt + time, now) : null), takes)
            {
                HeldUpBy = completeAt is null ? HeldUpBy(run) : null,
            }));
        }

        return [.. all.GroupBy(each => each.Pipeline, each => each.Standing).Select(Together)];
    }

    // Of several intervals the one that is furthest behind speaks for the pipeline.
    static PipelineStanding Together(IEnumerable<PipelineStanding> standings)
    {
        var all = standings.ToList();
        var last = all.FirstOrDefault(standing => standing.CompleteAt is null) ?? all.MaxBy(standing => standing.CompleteAt)!;
        return last with
        {
            HeldUpBy = all.TrueForAll(standing => standing.CompleteAt is not null || standing.HeldUpBy is not null) ? last.HeldUpBy : null,
            IsPublished = all.TrueForAll(standing => standing.IsPublished),
            IsPublishing = all.Exists(standing => standing is { CompleteAt: null, IsPublishing: true }) || last.IsPublishing,
            ExpectedAt = all.TrueForAll(standing => standing.ExpectedAt is not null) ? all.Max(standing => standing.ExpectedAt) : null,
        };
    }

    public static async Task<TimeSpan?> UsualAsync(NpgsqlDataSource database, string pipeline, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(UsualSql);
        command.Parameters.Add(new() { Value = pipeline });
        return await command.ExecuteScalarAsync(cancellationToken) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    static bool IsGettingOn(Run? run) => run is { IsFinished: false } && run.OpenSteps.All(step => run.ProgressOf(step).State is not StepState.Waiting);

    static string? HeldUpBy(Run? run) => run is { WaitsForUpstream: true, Fallback: null } or { FallsBackForOthers: true } ? run.AwaitedOfOthers : null;

    static string DoingOf(Run? run) => run switch
    {
        null => "It has no run.",
        { Outcome: { } outcome } => $"Generation {run.Generation} ended {outcome}{LackOf(run)}.",
        _ when run.OpenSteps.Where(step => run.ProgressOf(step).State is StepState.Waiting).ToList() is { Count: > 0 } waiting =>
            $"It waits for {string.Join(", ", waiting.Select(step => step == Step.Turn ? run.AwaitedOfOthers : $"'{step.Subject}'"))}.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Generation {run.Generation} is at {string.Join(", ", run.OpenSteps)}{LackOf(run)}."),
    };

    static string LackOf(Run run) => run.Fallback is { } fallback
        ? Listed(", without ", fallback.Unusable.Union(fallback.Failed)) + Listed(", with a part of ", fallback.Incomplete)
        : "";

    static string Listed(string before, IEnumerable<string> names) => names.ToList() is { Count: > 0 } all ? before + string.Join(", ", all.Select(name => $"'{name}'")) : "";

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
