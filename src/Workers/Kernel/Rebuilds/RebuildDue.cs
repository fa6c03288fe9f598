using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Projections.Shape;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Kernel.Rebuilds;

/// <summary>The next page of a rebuild is to be made anew.</summary>
public sealed record RebuildDue(Guid RebuildId, string Model);

public static class RebuildDueHandler
{
    // A page is over within a second or two, so that what is urgent does not wait, and a worker that dies repeats little.
    const int Page = 200;

    public static async Task Handle(RebuildDue due, IDocumentStore store, WorkerName worker, CancellationToken token)
    {
        await using var look = store.QuerySession();
        var rebuild = (await look.LoadAsync<Rebuild>(due.RebuildId, token))!;
        var after = rebuild.Current?.Last;
        var model = Rebuildables.All().FirstOrDefault(model => model.Model == due.Model);
        var page = model is null ? new(0, 0, 0, [], null, IsDone: true) : await Rebuildables.PageAsync(store, model, after, Page, token);
        await store.DecideAsync<Rebuild>(due.RebuildId, worker.Value, (state, now) => AdvanceRebuildDecision.Decide(new(due.Model, after, page), state, now), token);
    }
}
