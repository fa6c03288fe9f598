using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Projections.Kernel.Rebuilds;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;

namespace EventedPipelines.Projections.Shape;

/// <summary>
/// Makes anew of the events what is made of them, stream by stream, while others read and append (domain.md 8.1a): each stream in a transaction of its own, in which nobody
/// else appends to it. Its new document is compared with the one that is there, and takes its place where they differ.
/// </summary>
public static class Rebuildables
{
    const int MostNamed = 10;

    // The index over (stream, version) is gone through once, page after page.
    const string Page = """
        select stream_id from ep.mt_events where version = 1 and type = any($1) and ($2::uuid is null or stream_id > $2) order by stream_id limit $3
        """;

    /// <summary>All that can be rebuilt, in the order in which it is.</summary>
    public static IReadOnlyList<IRebuildable> All() => [.. Folds.WriteModels(), .. Folds.ReadModels(), .. FlatTables.All];

    /// <param name="store">The event store.</param>
    /// <param name="model">What is made anew.</param>
    /// <param name="after">The stream that was the last of the page before; null for the first page.</param>
    /// <param name="most">How many streams.</param>
    /// <param name="cancellationToken">Ends it between two streams.</param>
    public static async Task<RebuiltPage> PageAsync(IDocumentStore store, IRebuildable model, Guid? after, int most, CancellationToken cancellationToken)
    {
        var streams = await StreamsAsync(store, model, after, most, cancellationToken);
        var (replaced, workReplaced) = (0, 0);
        List<Guid> differing = [];
        foreach (var stream in streams)
        {
            await using var session = store.LightweightSession();
            var found = await model.RebuildAsync(session, stream, cancellationToken);
            if (found != RebuildFinding.AsItShouldBe)
            {
                // Without something of its own to do Marten would not commit what was done on its connection.
                session.QueueSqlCommand("select 1");
                await session.SaveChangesAsync(cancellationToken);
                replaced += found.IsReplaced ? 1 : 0;
                workReplaced += found.IsWorkReplaced ? 1 : 0;
                differing.Add(stream);
            }
        }

        return new(streams.Count, replaced, workReplaced, [.. differing.Take(MostNamed)], streams.Count > 0 ? streams[^1] : null, streams.Count < most);
    }

    static async Task<IReadOnlyList<Guid>> StreamsAsync(IDocumentStore store, IRebuildable model, Guid? after, int most, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Page, connection)
        {
            Parameters =
            {
                new() { Value = EventForms.NamesOf(model.Events).ToArray() },
                new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = most },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> streams = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            streams.Add(reader.GetGuid(0));
        }

        return streams;
    }
}
