using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Projections.Kernel.Rebuilds;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Metrics;
using Marten;
using Npgsql;

namespace EventedPipelines.Projections.Shape;

/// <summary>The flat tables that are written in a publication's transaction: an interval's rows are its events, one after another.</summary>
public static class FlatTables
{
    public static IReadOnlyList<IRebuildable> All { get; } =
    [
        new Table(
            "investor_metrics", """select md5(coalesce(string_agg(t::text, ',' order by generation, metric, period, dimensions::text), '')) from ep.investor_metrics t where interval_id = $1""",
            "delete from ep.investor_metrics where interval_id = $1",
            InvestorMetricsTable.WriteAsync, (connection, _, marked, cancellationToken) => InvestorMetricsTable.MarkStaleAsync(connection, marked, cancellationToken)),
        new Table(
            "publications", """
            select md5(coalesce(string_agg(concat_ws(',', generation, version, (select array_agg(c order by c) from unnest(complete) c)::text, others::text, stale), ','), ''))
            from ep.publications where pipeline = $2 and "interval" = $3
            """,
            """delete from ep.publications where pipeline = $2 and "interval" = $3""",
            PublicationsTable.WriteAsync, (connection, interval, _, cancellationToken) => PublicationsTable.MarkStaleAsync(connection, interval.Pipeline, interval.DataInterval, cancellationToken)),
    ];

    sealed class Table(
        string name, string look, string delete, Func<NpgsqlConnection, Interval, Published, CancellationToken, Task> write,
        Func<NpgsqlConnection, Interval, MarkedStale, CancellationToken, Task> mark) : IRebuildable
    {
        public string Model => name;

        public IReadOnlyCollection<Type> Events { get; } = [.. MarkedEvents.Of<IIntervalEvent>()];

        public async Task<RebuildFinding> RebuildAsync(IDocumentSession session, Guid stream, CancellationToken cancellationToken)
        {
            var history = await Rebuilding.LockedHistoryAsync(session, stream, cancellationToken);
            if (history.Aggregate(default(Interval), Interval.Fold) is not { } interval)
            {
                return RebuildFinding.AsItShouldBe;
            }

            var connection = (NpgsqlConnection)session.Connection!;
            var before = await ExecuteAsync(connection, look, interval, cancellationToken);
            await ExecuteAsync(connection, delete, interval, cancellationToken);
            Interval? state = null;
            foreach (var happened in history)
            {
                await (happened switch
                {
                    Published published => write(connection, state!, published, cancellationToken),
                    MarkedStale marked => mark(connection, state!, marked, cancellationToken),
                    _ => Task.CompletedTask,
                });
                state = Interval.Fold(state, happened);
            }

            // Where they are the same the session is not saved, and nothing was touched.
            return new(!Equals(before, await ExecuteAsync(connection, look, interval, cancellationToken)), false);
        }

        static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, Interval interval, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = interval.Id });
            if (sql.Contains("$2", StringComparison.Ordinal))
            {
                command.Parameters.Add(new() { Value = interval.Pipeline });
                command.Parameters.Add(new() { Value = interval.DataInterval.ToString() });
            }

            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
