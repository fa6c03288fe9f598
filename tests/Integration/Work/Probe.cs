using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Work;

/// <summary>The least that can be owed: a stream that is due once, and a handler that says so. What is measured on it is the dispatcher.</summary>
public sealed record Probe(Guid Id, DateTimeOffset Due, int Fired)
{
    public static readonly WorkKind Kind = new("probe", WorkRole.Dispatch, 1);

    public static Probe? Fold(Probe? state, object @event) => @event switch
    {
        ProbeArmed e => new(e.ProbeId, e.Due, 0),
        ProbeFired => state! with { Fired = state.Fired + 1 },
        _ => state,
    };

    public static IEnumerable<PendingWork> Pending(Probe probe) => probe.Fired > 0 ? [] : [new(Kind, "", probe.Due, EventRef.Of(probe.Id, 1))];
}

public sealed record ProbeArmed(Guid ProbeId, DateTimeOffset Due);

public sealed record ProbeFired(Guid ProbeId, string Worker);

public sealed class ProbeWriteModel() : WriteModel<Probe>("probe", [typeof(ProbeArmed), typeof(ProbeFired)], Probe.Fold, Probe.Pending);

public sealed record ProbeDue(Guid ProbeId);

public static class ProbeDueHandler
{
    public static async Task Handle(ProbeDue due, IDocumentStore store, WorkerName worker, ProbeLog log, CancellationToken cancellationToken)
    {
        await store.DecideAsync<Probe>(due.ProbeId, "probe", (probe, _) => probe.Fired > 0 ? [] : [new ProbeFired(probe.Id, worker.Value)], cancellationToken);
        log.Add(due.ProbeId);
    }
}

/// <summary>When each probe's event was committed.</summary>
public sealed class ProbeLog
{
    readonly System.Collections.Concurrent.ConcurrentQueue<(Guid Probe, DateTimeOffset At)> _fired = [];
    TaskCompletionSource _all = new();
    int _expected = int.MaxValue;
    ProbeLog? _also;

    /// <summary>Done when so many more have fired.</summary>
    public Task All => _all.Task;

    public IReadOnlyCollection<(Guid Probe, DateTimeOffset At)> Fired => _fired;

    public void Expect(int more)
    {
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected = _fired.Count + more;
    }

    /// <summary>Two workers' logs count together.</summary>
    public void Share(ProbeLog other, int count)
    {
        Expect(count);
        other._also = this;
    }

    public void Add(Guid probe)
    {
        if (_also is not null)
        {
            _also.Add(probe);
            return;
        }

        _fired.Enqueue((probe, DateTimeOffset.UtcNow));
        if (_fired.Count == _expected)
        {
            _all.TrySetResult();
        }
    }
}

static class Probes
{
    public static void AddProbes(this IServiceCollection services, int expected = int.MaxValue)
    {
        services.AddSingleton(_ =>
        {
            var log = new ProbeLog();
            log.Expect(expected);
            return log;
        });
        services.ConfigureMarten(options =>
        {
            options.Events.MapEventType<ProbeArmed>("probe_armed");
            options.Events.MapEventType<ProbeFired>("probe_fired");
            new ProbeWriteModel().AddTo(options);
        });
        services.AddSingleton(_ =>
        {
            var messages = HandedOver.All();
            messages.Add(Probe.Kind, work => new ProbeDue(work.Stream));
            return messages;
        });
    }

    /// <summary>Arms probes in batches; the store gets their table first, as the owner would make it.</summary>
    public static async Task ArmAsync(this IDocumentStore store, IReadOnlyList<DateTimeOffset> dues)
    {
        foreach (var batch in dues.Chunk(500))
        {
            await using var session = store.LightweightSession();
            foreach (var due in batch)
            {
                var id = Guid.CreateVersion7();
                session.Events.StartStream<Probe>(id, new ProbeArmed(id, due));
            }

            await session.SaveChangesAsync();
        }
    }
}
