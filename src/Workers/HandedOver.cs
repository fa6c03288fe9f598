using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Workers.Kernel.Rebuilds;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Backfills;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Intervals;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Schedules;
using EventedPipelines.Workers.Production.Schemas;
using EventedPipelines.Workers.Reliability.Incidents;
using EventedPipelines.Workers.Reliability.Notifications;
using EventedPipelines.Workers.Reliability.Sla;
using EventedPipelines.Workers.Team.Holidays;
using EventedPipelines.Workers.Team.OnCall;
using EventedPipelines.Workers.Team.Requests;

namespace EventedPipelines.Workers;

public static class HandedOver
{
    /// <summary>As what each kind of work is handed over: the one list of all handlers of pending work.</summary>
    public static WorkMessages All()
    {
        var messages = new WorkMessages();
        messages.Add(WorkKind.Ingest, work => new IngestDue(work.Stream, work.Key, work.Fence));
        messages.Add(WorkKind.CheckInputs, work => new CheckInputsDue(work.Stream, work.Fence));
        messages.Add(WorkKind.Transform, work => new TransformDue(work.Stream, work.Key, work.Fence));
        messages.Add(WorkKind.CheckOutputs, work => new CheckOutputsDue(work.Stream, work.Fence));
        messages.Add(WorkKind.Publish, work => new PublishDue(work.Stream, work.Fence));
        messages.Add(WorkKind.SourceWatch, work => new SourceWatchDue(work.Stream, work.Key, work.Id, work.Fence));
        messages.Add(WorkKind.Turn, work => new TurnDue(work.Stream, work.Id, work.Fence));
        messages.Add(WorkKind.Ripple, work => new RippleDue(work.Stream));
        messages.Add(WorkKind.SourceDue, work => new SourceDue(work.Stream, work.Key));
        messages.Add(WorkKind.LateData, work => new LateDataDue(work.Stream, work.Id, work.Fence));
        messages.Add(WorkKind.Contract, work => new ContractDue(work.Stream));
        messages.Add(WorkKind.Reingest, work => new ReingestDue(work.Stream));
        messages.Add(WorkKind.Fallback, work => new FallbackDue(work.Stream));
        messages.Add(WorkKind.JudgeAlerts, work => new JudgeAlertsDue(work.Stream));
        messages.Add(WorkKind.Resume, work => new ResumeDue(work.Stream));
        messages.Add(WorkKind.SlaForecast, work => new SlaForecastDue(work.Stream));
        messages.Add(WorkKind.SlaVerdict, work => new SlaVerdictDue(work.Stream));
        messages.Add(WorkKind.Escalate, work => new EscalateDue(work.Stream, work.Key));
        messages.Add(WorkKind.HoldExpiry, work => new HoldExpiryDue(work.Stream));
        messages.Add(WorkKind.Notify, work => new NotifyDue(work.Stream, work.Id, work.Fence));
        messages.Add(WorkKind.Handover, work => new HandoverDue(work.Stream));
        messages.Add(WorkKind.Coverage, work => new CoverageDue(work.Stream));
        messages.Add(WorkKind.HolidayBlockEnd, work => new HolidayBlockDue(work.Stream, work.Key));
        messages.Add(WorkKind.Ticket, work => new TicketDue(work.Stream, work.Id, work.Fence));
        messages.Add(WorkKind.ScheduleTick, work => new ScheduleTickDue(work.Stream));
        messages.Add(WorkKind.Rebuild, work => new RebuildDue(work.Stream, work.Key));
        messages.Add(WorkKind.Backfill, work => new BackfillDue(work.Stream));
        return messages;
    }
}
