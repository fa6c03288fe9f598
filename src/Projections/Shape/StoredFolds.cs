using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;

namespace EventedPipelines.Projections.Shape;

/// <summary>
/// The table `folds`: by which version of its fold each model is stored. A build whose fold is another folds what is stored anew before anything else reads it
/// (domain.md 8.1a).
/// </summary>
public static class StoredFolds
{
    const int Page = 500;
    const int First = 1;

    const string Put = "insert into ep.folds (model, version) values ($1, $2) on conflict (model) do update set version = excluded.version, folded_at = now() where folds.version <> excluded.version";

    /// <summary>As the owner, before any host starts. <paramref name="say"/> gets what takes its time.</summary>
    public static async Task BringUpToDateAsync(IDocumentStore store, IReadOnlyList<IFold> folds, Action<string>? say, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        var stored = await VersionsAsync(connection, cancellationToken);
        foreach (var fold in folds)
        {
            if (stored.GetValueOrDefault(fold.Model, First) != fold.FoldVersion)
            {
                await RebuildAsync(store, fold, say, cancellationToken);
            }

            await using var put = new NpgsqlCommand(Put, connection) { Parameters = { new() { Value = fold.Model }, new() { Value = fold.FoldVersion } } };
            await put.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    static async Task RebuildAsync(IDocumentStore store, IFold fold, Action<string>? say, CancellationToken cancellationToken)
    {
        var (streams, replaced, after) = (0, 0, default(Guid?));
        while (true)
        {
            var page = await Rebuildables.PageAsync(store, fold, after, Page, cancellationToken);
            (streams, replaced, after) = (streams + page.Streams, replaced + page.Replaced, page.Last);
            if (page.IsDone)
            {
                // A new store has nothing to fold, and nobody has to read of it.
                if (streams > 0)
                {
                    say?.Invoke($"'{fold.Model}' is folded by version {fold.FoldVersion} now: {streams} streams, {replaced} changed.");
                }

                return;
            }

            say?.Invoke($"'{fold.Model}' is being folded anew: {streams} streams so far.");
        }
    }

    static async Task<Dictionary<string, int>> VersionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select model, version from ep.folds", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, int> versions = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            versions[reader.GetString(0)] = reader.GetInt32(1);
        }

        return versions;
    }
}
