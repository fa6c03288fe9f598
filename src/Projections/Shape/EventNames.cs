using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schedules;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Domain.Team.Requests;

namespace EventedPipelines.Projections.Shape;

/// <summary>
/// The name each event is stored under. A name never changes once it is out: the C# types may be renamed freely, the store may not.
/// </summary>
public static class EventNames
{
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
        [typeof(RedeliverySeen)] = "redelivery_seen",
        [typeof(SourceFound)] = "source_found",
        [typeof(SourceWatchEnded)] = "source_watch_ended",
        [typeof(MetricDropped)] = "metric_dropped",
        [typeof(MetricRecovered)] = "metric_recovered",
        [typeof(AlertsJudgedAgain)] = "alerts_judged_again",
        [typeof(SchemaDrifted)] = "schema_drifted",
        [typeof(SchemaTakenAsGiven)] = "schema_taken_as_given",
        [typeof(DriftReverted)] = "drift_reverted",
        [typeof(DriftSuperseded)] = "drift_superseded",
        [typeof(DriftApproved)] = "drift_approved",
        [typeof(DriftRejected)] = "drift_rejected",
        [typeof(ContractRevised)] = "contract_revised",
        [typeof(ContractRevisionFailed)] = "contract_revision_failed",
        [typeof(DeliveryReceived)] = "delivery_received",
        [typeof(DeliveryChecked)] = "delivery_checked",
        [typeof(DeliveryRejected)] = "delivery_rejected",
        [typeof(DeliveryMissed)] = "delivery_missed",
        [typeof(DeliveryAwaited)] = "delivery_awaited",
        [typeof(DeliveryReingestFailed)] = "delivery_reingest_failed",
        [typeof(DeliveryExhausted)] = "delivery_exhausted",
        [typeof(DeliveryConfirmedEmpty)] = "delivery_confirmed_empty",
        [typeof(RefetchRequested)] = "refetch_requested",
        [typeof(DeliveryRowsJudged)] = "delivery_rows_judged",
        [typeof(DeliveryRefetched)] = "delivery_refetched",

        [typeof(RunStarted)] = "run_started",
        [typeof(AttemptStarted)] = "attempt_started",
        [typeof(AttemptFailed)] = "attempt_failed",
        [typeof(AttemptInterrupted)] = "attempt_interrupted",
        [typeof(StaleResultRecorded)] = "stale_result_recorded",
        [typeof(SourceIngested)] = "source_ingested",
        [typeof(SourceMissing)] = "source_missing",
        [typeof(SourceIncomplete)] = "source_incomplete",
        [typeof(ReingestFailed)] = "reingest_failed",
        [typeof(ReingestionExhausted)] = "reingestion_exhausted_v2",
        [typeof(RunHeldUp)] = "run_held_up",
        [typeof(SourceArrived)] = "source_arrived",
        [typeof(SourceNotYetDue)] = "source_not_yet_due",
        [typeof(SourceTakenAsEmpty)] = "source_taken_as_empty",
        [typeof(TurnTaken)] = "turn_taken",
        [typeof(TurnLost)] = "turn_lost",
        [typeof(UpstreamAwaited)] = "upstream_awaited",
        [typeof(UpstreamArrived)] = "upstream_arrived",
        [typeof(CheckEvaluated)] = "check_evaluated",
        [typeof(RowsQuarantined)] = "rows_quarantined",
        [typeof(InputsChecked)] = "inputs_checked",
        [typeof(OutputsChecked)] = "outputs_checked",
        [typeof(TransformSucceeded)] = "transform_succeeded",
        [typeof(RunPublished)] = "run_published",
        [typeof(FallbackBegun)] = "fallback_begun",
        [typeof(DeadlinePassed)] = "deadline_passed",
        [typeof(RunFailed)] = "run_failed",
        [typeof(RetryRequested)] = "retry_requested",
        [typeof(RunCancelled)] = "run_cancelled",
        [typeof(RunSuperseded)] = "run_superseded",

        [typeof(IncidentOpened)] = "incident_opened",
        [typeof(IncidentWidened)] = "incident_widened",
        [typeof(CauseJoined)] = "cause_joined",
        [typeof(IncidentReopened)] = "incident_reopened",
        [typeof(EngineersPaged)] = "engineers_paged",
        [typeof(StepSkipped)] = "step_skipped",
        [typeof(IncidentAcknowledged)] = "incident_acknowledged",
        [typeof(IncidentHeld)] = "incident_held",
        [typeof(HoldExpired)] = "hold_expired",
        [typeof(IncidentAssigned)] = "incident_assigned",
        [typeof(EscalationPolicyChanged)] = "escalation_policy_changed",
        [typeof(IncidentNoted)] = "incident_noted",
        [typeof(IncidentResolved)] = "incident_resolved",

        [typeof(SlaArmed)] = "sla_armed",
        [typeof(IntervalExpected)] = "interval_expected",
        [typeof(SlaAtRisk)] = "sla_at_risk",
        [typeof(SlaOnTrack)] = "sla_on_track",
        [typeof(SlaGraceGiven)] = "sla_grace_given",
        [typeof(SlaMet)] = "sla_met",
        [typeof(SlaMissed)] = "sla_missed",
        [typeof(DeliveredLate)] = "delivered_late",
        [typeof(SlaCorrected)] = "sla_corrected",

        [typeof(NotificationQueued)] = "notification_queued",
        [typeof(NotificationSent)] = "notification_sent",
        [typeof(NotificationFailed)] = "notification_failed",

        [typeof(ScheduleOpened)] = "schedule_opened",
        [typeof(IntervalFellDue)] = "interval_fell_due",
        [typeof(IntervalPassed)] = "interval_passed",
        [typeof(ScheduleClosed)] = "schedule_closed",

        [typeof(BackfillRequested)] = "backfill_requested",
        [typeof(BackfillRunOpened)] = "backfill_run_opened",
        [typeof(BackfillIntervalSkipped)] = "backfill_interval_skipped",
        [typeof(BackfillDispatched)] = "backfill_dispatched",

        [typeof(TeamDefined)] = "team_defined",
        [typeof(WorkWeekSet)] = "work_week_set",
        [typeof(HolidaysImported)] = "holidays_imported",
        [typeof(OverrideMade)] = "override_made",
        [typeof(OverrideEnded)] = "override_ended",
        [typeof(FeedOpened)] = "feed_opened",
        [typeof(FeedRevoked)] = "feed_revoked",

        [typeof(SprintOpened)] = "sprint_opened",
        [typeof(SprintReplanned)] = "sprint_replanned",
        [typeof(SprintHandedOver)] = "sprint_handed_over",
        [typeof(PointsReserved)] = "points_reserved",
        [typeof(PointsSettled)] = "points_settled",
        [typeof(PointsRefunded)] = "points_refunded",
        [typeof(RequestOverflowed)] = "request_overflowed",
        [typeof(CoverageAsked)] = "coverage_asked",
        [typeof(CoverageLooked)] = "coverage_looked",

        [typeof(RequestReceived)] = "request_received",
        [typeof(RequestAccepted)] = "request_accepted",
        [typeof(TicketQueued)] = "ticket_queued",
        [typeof(TicketAttempted)] = "ticket_attempted",
        [typeof(TicketFiled)] = "ticket_filed",
        [typeof(TicketRefused)] = "ticket_refused",
        [typeof(RequestCompleted)] = "request_completed",
        [typeof(RequestCancelled)] = "request_cancelled",

        [typeof(HolidaysPlanned)] = "holidays_planned",
        [typeof(HolidayPlanRefused)] = "holiday_plan_refused",
        [typeof(HolidayBlockWorked)] = "holiday_block_worked",
        [typeof(DutyBooked)] = "duty_booked",
        [typeof(PayPeriodClosed)] = "pay_period_closed",

        [typeof(RebuildRequested)] = "rebuild_requested",
        [typeof(ModelAdvanced)] = "model_advanced",

        [typeof(WorkDiscarded)] = "work_discarded",
        [typeof(WorkReplayed)] = "work_replayed",
    };
}
