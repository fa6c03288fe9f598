using EventedPipelines.Domain.Work;
using EventedPipelines.Workers.Backfills;
using EventedPipelines.Workers.Intervals;
using EventedPipelines.Workers.Runs;
using EventedPipelines.Workers.Schedules;

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
        Add(WorkKind.ScheduleTick, work => new ScheduleTickDue(work.Stream));
        Add(WorkKind.Backfill, work => new BackfillDue(work.Stream));
    }

    /// <summary>Says as what a kind is handed over; said again, the last one holds.</summary>
    public void Add<TMessage>(WorkKind kind, Func<LeasedWork, TMessage> message)
        where TMessage : class => _messages[kind.Name] = (kind, typeof(TMessage), message);

    public IEnumerable<(WorkKind Kind, Type Message)> Of(WorkRole role) =>
        from entry in _messages.Values where entry.Kind.Role == role select (entry.Kind, entry.Message);

    public object For(LeasedWork work) => _messages[work.Kind].Of(work);
}
