using EventedPipelines.Domain.Kernel;
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

    public static async Task<AdvanceRebuild> LoadAsync(RebuildDue due, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var look = store.QuerySession();
        var after = (await look.LoadAsync<Rebuild>(due.RebuildId, cancellationToken))!.Current?.Last;
        var model = Rebuildables.All().FirstOrDefault(model => model.Model == due.Model);
        return new(due.Model, after, model is null ? new(0, 0, 0, [], null, IsDone: true) : await Rebuildables.PageAsync(store, model, after, Page, cancellationToken));
    }

    public static Decision Handle(RebuildDue _, AdvanceRebuild made, [Locked] Rebuild rebuild, DateTimeOffset now) => AdvanceRebuildDecision.Decide(made, rebuild, now);
}
