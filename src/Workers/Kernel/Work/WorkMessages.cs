using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Workers.Kernel.Work;

/// <summary>Which message each kind of work is handed over as.</summary>
public sealed class WorkMessages
{
    readonly Dictionary<string, (WorkKind Kind, Type Message, Func<LeasedWork, object> Of)> _messages = [];

    /// <summary>Says as what a kind is handed over; said again, the last one holds.</summary>
    public void Add<TMessage>(WorkKind kind, Func<LeasedWork, TMessage> message)
        where TMessage : class => _messages[kind.Name] = (kind, typeof(TMessage), message);

    public IEnumerable<(WorkKind Kind, Type Message)> Of(WorkRole role) =>
        from entry in _messages.Values where entry.Kind.Role == role select (entry.Kind, entry.Message);

    public object For(LeasedWork work) => _messages[work.Kind].Of(work);
}
