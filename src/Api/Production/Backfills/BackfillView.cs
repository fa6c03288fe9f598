using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Api.Production.Backfills;

/// <summary>A backfill and how far it is. <paramref name="Done"/>: every interval has a reason or a run that is finished.</summary>
public sealed record BackfillView(
    Guid Id,
    Reprocess Reprocess,
    string? Reason,
    string Actor,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DispatchedAt,
    bool Done,
    BackfillProgress Progress,
    IReadOnlyList<BackfillIntervalView> Intervals,
    bool Simulated,
    long Version)
{
    public static BackfillView Of(Backfill backfill, IReadOnlyDictionary<Guid, RunStanding> runs)
    {
        BackfillIntervalView[] intervals = [
            .. backfill.Decided.Select(decided => BackfillIntervalView.Of(decided, decided.RunId is { } run ? runs.GetValueOrDefault(run) : null)),
            .. backfill.Open.Select(open => new BackfillIntervalView(open.Pipeline, open.Interval, null, null, null, null)),
        ];
        var progress = BackfillProgress.Of(backfill, intervals);
        return new(
            backfill.Id, backfill.Reprocess, backfill.Reason, backfill.Actor, backfill.RequestedAt, backfill.DispatchedAt,
            backfill.DispatchedAt is not null && progress.Running == 0, progress,
            [.. intervals.OrderBy(interval => interval.Interval).ThenBy(interval => interval.Pipeline, StringComparer.Ordinal)], backfill.Simulated, backfill.Version);
    }
}

/// <summary>One interval: the run that was opened for it and where it stands, or why none was. With neither it is still to be decided.</summary>
public sealed record BackfillIntervalView(string Pipeline, DataInterval Interval, Guid? RunId, RunStage? Stage, RunOutcome? Outcome, string? Skipped)
{
    public static BackfillIntervalView Of(BackfilledInterval decided, RunStanding? run) =>
        new(decided.Pipeline, decided.Interval, decided.RunId, run?.Stage, run?.Outcome, decided.Skipped);

    public bool IsOpened() => RunId is not null && Skipped is null;
}

/// <summary>Counts of intervals. Skipped ones are decided and neither running nor finished.</summary>
public sealed record BackfillProgress(int Total, int Decided, int Skipped, int Running, int Finished, IReadOnlyDictionary<string, int> ByOutcome)
{
    public static BackfillProgress Of(Backfill backfill, IReadOnlyCollection<BackfillIntervalView> intervals)
    {
        var opened = intervals.Where(interval => interval.IsOpened()).ToArray();
        var outcomes = opened.Where(interval => interval.Outcome is not null).CountBy(interval => JsonShape.Word(interval.Outcome!)).ToDictionary();
        var finished = outcomes.Values.Sum();
        return new(backfill.Total, backfill.Decided.Count, backfill.Decided.Count - opened.Length, opened.Length - finished, finished, outcomes);
    }
}
