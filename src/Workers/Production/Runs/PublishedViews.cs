using EventedPipelines.Workers.Production.Engine;
using Npgsql;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// The two views of a target's table that readers are promised (docs/readers.md, ADR-0036): `published.x` with the columns that its pipeline declares,
/// `published_with_state.x` with those that the publication adds as well.
/// </summary>
static class PublishedViews
{
    const string Plain = "published";
    const string WithState = "published_with_state";

    /// <summary>Makes the views, or adds columns to them. False where somebody reads one for so long that it could not be changed: it stays as it is until the next start.</summary>
    /// <param name="connection">As the role that owns the table.</param>
    /// <param name="table">Its name in the warehouse schema.</param>
    /// <param name="columns">All columns of the table, in their order.</param>
    /// <param name="stamps">Those of them that the publication adds.</param>
    /// <param name="cancellationToken">Cancels between the views.</param>
    public static async Task<bool> EnsureAsync(
        NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IReadOnlyCollection<string> stamps, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(connection, Plain, table, [.. columns.Where(column => !stamps.Contains(column))], cancellationToken);
            await EnsureAsync(connection, WithState, table, columns, cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    static async Task EnsureAsync(NpgsqlConnection connection, string schema, string table, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var view = $"{schema}.{Sql.Name(table)}";
        IReadOnlyList<string> existing = [.. (await TargetTables.ColumnsAsync(connection, view, cancellationToken)).Select(column => column.Name)];
        if (existing.Count > 0 && existing.Count == wanted.Count && wanted.All(existing.Contains))
        {
            return;
        }

        // PostgreSQL adds columns to a view at its end only, which is what readers are promised. A column is gone only where somebody took it out of the table by hand.
        var isKept = existing.All(wanted.Contains);
        var columns = isKept ? existing.Concat(wanted.Except(existing)) : wanted;
        await using var command = new NpgsqlCommand(
            $"""
            select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(hashtext({Sql.Text(TargetTables.Schema)}));
            {(isKept ? "" : $"drop view if exists {view};")}
            create or replace view {view} as select {Sql.List(columns.Select(Sql.Name))} from {TargetTables.Schema}.{Sql.Name(table)}
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
