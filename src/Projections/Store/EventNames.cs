using EventedPipelines.Domain.Backfills;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Owners;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Schedules;

namespace EventedPipelines.Projections.Store;

/// <summary>
/// The name each event is stored under. A name never changes once it is out: the C# types may be renamed freely, the store may not.
/// </summary>
public static class EventNames
{
    /// <summary>The events of one kind of stream, by their marker.</summary>
    public static IEnumerable<Type> Of<TEvent>() => All.Keys.Where(type => type.IsAssignableTo(typeof(TEvent)));

    public static IReadOnlyDictionary<Type, string> All { get; } = new Dictionary<Type, string>
    {
        [typeof(PipelineDefined)] = "pipeline_defined",
        [typeof(PoliciesDefined)] = "policies_defined",
        [typeof(OwnershipAssigned)] = "ownership_assigned",

        [typeof(GenerationOpened)] = "generation_opened",
        [typeof(Published)] = "published",

        [typeof(SourceConfirmedEmpty)] = "source_confirmed_empty",
        [typeof(QuarantineJudged)] = "quarantine_judged",
        [typeof(MarkedStale)] = "marked_stale",
        [typeof(RippleSpread)] = "ripple_spread",
        [typeof(SourceWatchEnded)] = "source_watch_ended",
        [typeof(MetricDropped)] = "metric_dropped",
        [typeof(MetricRecovered)] = "metric_recovered",
        [typeof(RunStarted)] = "run_started",
        [typeof(AttemptStarted)] = "attempt_started",
        [typeof(AttemptFailed)] = "attempt_failed",
        [typeof(AttemptInterrupted)] = "attempt_interrupted",
        [typeof(StaleResultRecorded)] = "stale_result_recorded",
        [typeof(SourceIngested)] = "source_ingested",
        [typeof(SourceMissing)] = "source_missing",
        [typeof(SourceArrived)] = "source_arrived",
        [typeof(SourceNotYetDue)] = "source_not_yet_due",
        [typeof(SourceTakenAsEmpty)] = "source_taken_as_empty",
        [typeof(TurnTaken)] = "turn_taken",
        [typeof(TurnLost)] = "turn_lost",
        [typeof(CheckEvaluated)] = "check_evaluated",
        [typeof(RowsQuarantined)] = "rows_quarantined",
        [typeof(InputsChecked)] = "inputs_checked",
        [typeof(OutputsChecked)] = "outputs_checked",
        [typeof(TransformSucceeded)] = "transform_succeeded",
        [typeof(RunPublished)] = "run_published",
        [typeof(RunFailed)] = "run_failed",
        [typeof(RetryRequested)] = "retry_requested",
        [typeof(RunCancelled)] = "run_cancelled",
        [typeof(RunSuperseded)] = "run_superseded",

        [typeof(ScheduleOpened)] = "schedule_opened",
        [typeof(IntervalFellDue)] = "interval_fell_due",
        [typeof(ScheduleClosed)] = "schedule_closed",

        [typeof(BackfillRequested)] = "backfill_requested",
        [typeof(BackfillRunOpened)] = "backfill_run_opened",
        [typeof(BackfillIntervalSkipped)] = "backfill_interval_skipped",
        [typeof(BackfillDispatched)] = "backfill_dispatched",
    };
}
