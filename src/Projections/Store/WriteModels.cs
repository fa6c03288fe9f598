using EventedPipelines.Projections.Backfills;
using EventedPipelines.Projections.Calendars;
using EventedPipelines.Projections.Compensation;
using EventedPipelines.Projections.Holidays;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Notifications;
using EventedPipelines.Projections.OnCall;
using EventedPipelines.Projections.Owners;
using EventedPipelines.Projections.Pipelines;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Rebuilds;
using EventedPipelines.Projections.Requests;
using EventedPipelines.Projections.Runs;
using EventedPipelines.Projections.Schedules;
using EventedPipelines.Projections.Sla;
using EventedPipelines.Projections.Work;

namespace EventedPipelines.Projections.Store;

/// <summary>Every state that is kept as a snapshot of its stream.</summary>
public static class WriteModels
{
    /// <summary>New ones: a store keeps those that it was given.</summary>
    public static IReadOnlyList<IWriteModel> All() =>
    [
        new PipelineWriteModel(), new PoliciesWriteModel(), new OwnershipWriteModel(), new TeamWriteModel(), new WorkCalendarWriteModel(),
        new IntervalWriteModel(), new RunWriteModel(), new ScheduleWriteModel(), new BackfillWriteModel(), new DeadWorkWriteModel(), new RebuildWriteModel(),
        new IncidentWriteModel(), new DeliveryWriteModel(), new NotificationWriteModel(),
        new OverridesWriteModel(), new FeedWriteModel(), new SprintWriteModel(), new RequestWriteModel(), new HolidayYearWriteModel(), new PayPeriodWriteModel(),
    ];
}
