using Marten;

namespace EventedPipelines.Projections.Kernel.Rebuilds;

/// <summary>How one document is made anew of its stream, in a transaction in which nobody else appends to it (domain.md 8.1a).</summary>
public static class Rebuilding
{
    /// <summary>The stream's events while nobody appends to it, with their number; in the session's transaction.</summary>
    public static async Task<IReadOnlyList<object>> LockedHistoryAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select version from ep.mt_streams where id = $1 for update";
        command.Parameters.Add(new() { Value = stream });
        await command.ExecuteScalarAsync(cancellationToken);
        return await HistoryAsync(session, stream, 0, cancellationToken);
    }

    /// <param name="session">The session.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="until">The last version, 0 for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<object>> HistoryAsync(IDocumentSession session, Guid stream, long until, CancellationToken cancellationToken) =>
        [.. (await session.Events.FetchStreamAsync(stream, until, token: cancellationToken)).Select(stored => stored.Data)];

    /// <summary>Puts the document in the place of the one that is there, where that is another; says whether it was.</summary>
    public static async Task<bool> ReplaceAsync<T>(IDocumentSession session, string document, Guid stream, T? folded, long version, CancellationToken cancellationToken)
        where T : class
    {
        await using var look = session.Connection!.CreateCommand();
        look.CommandText = $"select data::text = ($2::jsonb)::text from ep.mt_doc_{document} where id = $1";
        look.Parameters.Add(new() { Value = stream });
        look.Parameters.Add(new() { Value = folded is null ? "null" : session.DocumentStore.Options.Serializer().ToJson(folded) });
        var isSame = await look.ExecuteScalarAsync(cancellationToken);
        if (isSame is true || (isSame is null && folded is null))
        {
            return false;
        }

        // Made anew with all its columns: a revision that is there already would not be taken twice.
        await using var delete = session.Connection!.CreateCommand();
        delete.CommandText = $"delete from ep.mt_doc_{document} where id = $1";
        delete.Parameters.Add(new() { Value = stream });
        await delete.ExecuteNonQueryAsync(cancellationToken);
        if (folded is not null)
        {
            session.UpdateRevision(folded, version);
        }

        return true;
    }
}
