using Npgsql;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>
/// What holds at every instant, whatever was killed (performance.md 5.3): each a query that finds what breaks it, in one statement and so
/// in one snapshot.
/// </summary>
static class Invariants
{
    // What the last publication of each interval says, against the table's rows and the flat table's, number by number. The event's
    // count of rows is compared as a number too, so that doubled rows show even where sums would not. Of the numbers by the day: the table
    // has no others.
    const string TableIsWhatEventsSay = """
        with last as (
            select distinct on (stream_id) stream_id, data from ep.mt_events where type = 'published' order by stream_id, version desc),
        said as (
            select stream_id, (data ->> 'generation')::int, (data ->> 'runId')::uuid, p ->> 'metric', p -> 'dimensions', (p ->> 'value')::numeric
            from last, jsonb_array_elements(data -> 'points') p where length(p ->> 'period') = 10),
        said_rows as (
            select stream_id, (data ->> 'generation')::int, (data ->> 'runId')::uuid, 'rows', '{}'::jsonb, (t ->> 'rows')::numeric
            from last, jsonb_array_elements(data -> 'targets') t where t ->> 'table' = 'daily_profit_summary'),
        grouped as (
            select interval_id, generation, run_id, jsonb_strip_nulls(jsonb_build_object('product_category', product_category)) as dimensions,
                   sum(gross_profit) as gross, sum(net_profit) as net, count(*) as rows, grouping(product_category) = 1 as total
            from warehouse.daily_profit_summary
            group by grouping sets ((interval_id, generation, run_id), (interval_id, generation, run_id, product_category))),
        is_there as (
            select interval_id, generation, run_id, m.metric, dimensions, m.value
            from grouped, lateral (values ('gross_profit', gross), ('net_profit', net), ('rows', rows)) m (metric, value)
            where total or m.metric <> 'rows'),
        metrics as (
            select interval_id, generation, run_id, metric, dimensions, value from ep.investor_metrics where latest and grain = 'day')
        select 'said, not in the table', d::text from ((table said union all table said_rows) except table is_there) d
        union all select 'in the table, not said', d::text from (table is_there except (table said union all table said_rows)) d
        union all select 'said, not in investor_metrics', d::text from (table said except table metrics) d
        union all select 'in investor_metrics, not said', d::text from (table metrics except table said) d
        """;

    // A run that lost its turn computes once more.
    const string EventsAreWhole = """
        with events as (select * from ep.mt_events where type <> 'tombstone')
        select 'versions with a hole', stream_id::text from events e group by stream_id
            having count(*) <> max(version) or max(version) <> (select version from ep.mt_streams s where s.id = e.stream_id)
        union all
        select 'published by the interval or by the run, not by both', coalesce(i.run, r.run)
            from (select data ->> 'runId' as run from events where type = 'published') i
            full join (select data ->> 'runId' as run from events where type = 'run_published') r on r.run = i.run
            where i.run is null or r.run is null
        union all
        select 'a step done twice', concat_ws(' ', stream_id, type, data ->> 'source', data ->> 'model') from events e
            where type in ('source_ingested', 'inputs_checked', 'transform_succeeded', 'outputs_checked', 'run_published')
            group by stream_id, type, data ->> 'source', data ->> 'model' having count(*) > 1 + case
                when type in ('transform_succeeded', 'outputs_checked') then (select count(*) from events l where l.stream_id = e.stream_id and l.type = 'turn_lost')
                else 0 end
        union all
        select 'unfinished and owing nothing, or finished and owing', r.id::text from ep.mt_doc_run r
            where (r.data ->> 'outcome' is null) <> exists (select from ep.pending_work w where w.stream_id = r.id)
        """;

    const string NothingIsStaged = "select 'staging', relname::text from pg_class where relname like '%staging%'";

    public static async Task HoldAsync(NpgsqlDataSource database, string when = "")
    {
        foreach (var sql in (string[])[TableIsWhatEventsSay, EventsAreWhole])
        {
            (await FindAsync(database, sql)).ShouldBeEmpty(when);
        }
    }

    /// <summary>Once no worker is at work.</summary>
    public static async Task NothingIsStagedAsync(NpgsqlDataSource database) => (await FindAsync(database, NothingIsStaged)).ShouldBeEmpty();

    static async Task<List<string>> FindAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync())
        {
            found.Add($"{reader.GetString(0)}: {reader.GetString(1)}");
        }

        return found;
    }
}
