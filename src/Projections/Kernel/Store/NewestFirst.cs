using System.Linq.Expressions;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>Pages of a kind of document by an instant and its id, newest first.</summary>
/// <param name="at">The instant; an index is over it.</param>
/// <param name="condition">The filter in SQL, whose parameters are $4 and on.</param>
sealed class NewestFirst<T>(Expression<Func<T, object?>> at, string condition)
    where T : class
{
    readonly string _sql = Sql(new(), at, condition);

    /// <param name="database">Where they are.</param>
    /// <param name="json">Reads them.</param>
    /// <param name="after">The last one of the page before, its instant in microseconds, as PostgreSQL has it; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="filter">The condition's parameters.</param>
    public async Task<IReadOnlyList<(T Document, long At, Guid Id)>> ReadAsync(
        NpgsqlDataSource database, ISerializer json, (long At, Guid Id)? after, int limit, CancellationToken cancellationToken, params NpgsqlParameter[] filter)
    {
        await using var command = database.CreateCommand(_sql);
        command.Parameters.Add(Rows.Parameter(after is { At: var instant } ? DateTime.UnixEpoch.AddMicroseconds(instant) : null, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(new() { Value = after?.Id ?? Guid.Empty });
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.AddRange(filter);
        return await command.RowsAsync(row => (json.FromJson<T>(row, 0), row.GetInt64(1), row.GetGuid(2)), cancellationToken);
    }

    static string Sql(StoredDocument<T> documents, Expression<Func<T, object?>> at, string condition) => $"""
        select {documents.Data}, (extract(epoch from {documents.Instant(at)}) * 1000000)::bigint, {documents.Id} from {documents.Table}
        where {condition} and ($1::timestamptz is null or ({documents.Instant(at)}, {documents.Id}) < ($1, $2))
        order by {documents.Instant(at)} desc, {documents.Id} desc
        limit $3
        """;
}
