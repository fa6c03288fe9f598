using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Tests.Integration.Hosts;

static class Waiting
{
    /// <summary>Looks after every commit until the fact is there.</summary>
    public static async Task<T> UntilAsync<T>(this IDocumentStore store, CommitSignal commits, Func<IQuerySession, Task<T>> look, Func<T, bool> isThere)
    {
        using var committed = new SemaphoreSlim(0);
        void Release() => committed.Release();
        commits.Committed += Release;
        try
        {
            while (true)
            {
                await using var session = store.QuerySession();
                var found = await look(session);
                if (isThere(found))
                {
                    return found;
                }

                (await committed.WaitAsync(TimeSpan.FromMinutes(3))).ShouldBeTrue($"Nothing has been committed for three minutes, and this is all there is: {found}");
            }
        }
        finally
        {
            commits.Committed -= Release;
        }
    }
}
