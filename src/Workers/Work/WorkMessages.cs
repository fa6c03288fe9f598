using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Workers.Backfills;
using EventedPipelines.Workers.Holidays;
using EventedPipelines.Workers.Incidents;
using EventedPipelines.Workers.Intervals;
using EventedPipelines.Workers.Notifications;
using EventedPipelines.Workers.OnCall;
using EventedPipelines.Workers.Rebuilds;
using EventedPipelines.Workers.Requests;
using EventedPipelines.Workers.Runs;
using EventedPipelines.Workers.Schedules;
using EventedPipelines.Workers.Sla;

namespace EventedPipelines.Workers.Work;

/// <summary>Which message each kind of work is handed over as.</summary>
public sealed class WorkMessages
{
    readonly Dictionary<string, (WorkKind Kind, Type Message, Func<LeasedWork, object> Of)> _messages = [];

    public WorkMessages()
    {
        Add(WorkKind.Ingest, work => new IngestDue(work.Stream, work.Key, work.Fence));
        Add(WorkKind.CheckInputs, work => new CheckInputsDue(work.Stream, work.Fence));
        Add(WorkKind.Transform, work => new TransformDue(work.Stream, work.Key, work.Fence));
        Add(WorkKind.CheckOutputs, work => new CheckOutputsDue(work.Stream, work.Fence));
        Add(WorkKind.Publish, work => new PublishDue(work.Stream, work.Fence));
        Add(WorkKind.SourceWatch, work => new SourceWatchDue(work.Stream, work.Key, work.Id, work.Fence));
        Add(WorkKind.Turn, work => new TurnDue(work.Stream, work.Id, work.Fence));
        Add(WorkKind.Ripple, work => new RippleDue(work.Stream));
        Add(WorkKind.SourceDue, work => new SourceDue(work.Stream, work.Key));
        Add(WorkKind.LateData, work => new LateDataDue(work.Stream, work.Id, work.Fence));
        Add(WorkKind.Reingest, work => new ReingestDue(work.Stream, work.Key));
        Add(WorkKind.Fallback, work => new FallbackDue(work.Stream));
        Add(WorkKind.JudgeAlerts, work => new JudgeAlertsDue(work.Stream));
        Add(WorkKind.Resume, work => new ResumeDue(work.Stream));
        Add(WorkKind.SlaForecast, work => new SlaForecastDue(work.Stream));
        Add(WorkKind.SlaVerdict, work => new SlaVerdictDue(work.Stream));
        Add(WorkKind.Escalate, work => new EscalateDue(work.Stream, work.Key));
        Add(WorkKind.HoldExpiry, work => new HoldExpiryDue(work.Stream));
        Add(WorkKind.Notify, work => new NotifyDue(work.Stream, work.Id, work.Fence));
        Add(WorkKind.Handover, work => new HandoverDue(work.Stream));
        Add(WorkKind.Coverage, work => new CoverageDue(work.Stream));
        Add(WorkKind.HolidayBlockEnd, work => new HolidayBlockDue(work.Stream, work.Key));
        Add(WorkKind.Ticket, work => new TicketDue(work.Stream, work.Id, work.Fence));
        Add(WorkKind.ScheduleTick, work => new ScheduleTickDue(work.Stream));
        Add(WorkKind.Rebuild, work => new RebuildDue(work.Stream, work.Key));
        Add(WorkKind.Backfill, work => new BackfillDue(work.Stream));
    }

    /// <summary>Says as what a kind is handed over; said again, the last one holds.</summary>
    public void Add<TMessage>(WorkKind kind, Func<LeasedWork, TMessage> message)
        where TMessage : class => _messages[kind.Name] = (kind, typeof(TMessage), message);

    public IEnumerable<(WorkKind Kind, Type Message)> Of(WorkRole role) =>
        from entry in _messages.Values where entry.Kind.Role == role select (entry.Kind, entry.Message);

    public object For(LeasedWork work) => _messages[work.Kind].Of(work);
}
