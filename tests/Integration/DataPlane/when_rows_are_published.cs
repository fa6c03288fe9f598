using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Runs;
using Npgsql;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_rows_are_published(DataPlanePostgres postgres) : IClassFixture<DataPlanePostgres>, IDisposable
{
    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static TargetDefinition Target(string table, params string[] columns) => new(table, [.. columns.Select(Workbench.Column)], []);

    async Task<RunMaterial> Ran(string sql, TargetDefinition target) =>
        await _bench.TransformedAsync(await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\nA,2026-11-22,10\n", [new ModelDefinition("summary", Grain.Day, sql, target)]));

    static async Task<IReadOnlyList<string>> Query(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : reader.GetString(column))));
        }

        return rows;
    }

    [Fact]
    public async Task a_target_table_is_made_with_its_columns_those_of_the_publication_and_an_index()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("daily", "day date not null", "name varchar", "n bigint", "k integer", "s smallint", "ok boolean", "at timestamp", "amount decimal(19,4) not null", "rate double");
        await TargetTables.EnsureAsync(connection, target, Cancellation);
        await TargetTables.EnsureAsync(connection, target, Cancellation);
        (await Query(connection, "select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end from pg_attribute where attrelid = 'warehouse.daily'::regclass and attnum > 0 order by attnum")).ShouldBe(
        [
            "day date not null", "name character varying", "n bigint", "k integer", "s smallint", "ok boolean", "at timestamp without time zone", "amount numeric(19,4) not null",
            "rate double precision",
            "interval_id uuid not null", "interval text not null", "run_id uuid not null", "generation integer not null", "completeness text not null", "warning text", "stale text",
        ]);
        (await Query(connection, "select indexdef from pg_indexes where tablename = 'daily'")).ShouldHaveSingleItem().ShouldEndWith("(interval_id)");
    }

    [Fact]
    public async Task rows_in_a_table_of_an_earlier_release_say_that_they_are_stale_too()
    {
        await using var connection = await postgres.OpenAsync();
        var (target, gone, interval) = (Target("earlier", "day date"), Target("gone", "day date"), Guid.NewGuid());
        await TargetTables.EnsureAsync(connection, target, Cancellation);
        await Query(connection, "drop view published.earlier, published_with_state.earlier; alter table warehouse.earlier drop column stale");
        await Query(connection, $"insert into warehouse.earlier values ('2026-11-22', '{interval}', '2026-11-22', '{interval}', 1, 'Complete')");
        var definition = new PipelineDefinition("daily", "profit", Audience.Investors, Grain.Day, "UTC", [], [new("a", Grain.Day, "select 1", target), new("b", Grain.Day, "select 1", gone)], [], []);
        await TargetTables.MarkStaleAsync(connection, definition, new(interval, new(DataInterval.Parse("2026-11-21"), 2, ["orders"]), DateTimeOffset.UnixEpoch, "x@1"), Cancellation);
        (await Query(connection, "select stale from warehouse.earlier")).ShouldBe(["2026-11-21 was published anew (generation 2: orders)"]);
    }

    [Fact]
    public async Task a_table_that_differs_from_its_target_is_refused_with_each_difference()
    {
        await using var connection = await postgres.OpenAsync();
        await TargetTables.EnsureAsync(connection, Target("changed", "day date", "amount decimal(19,4)", "old varchar"), Cancellation);
        var error = (await Should.ThrowAsync<StepFailedException>(
            () => TargetTables.EnsureAsync(connection, Target("changed", "day date not null", "amount decimal(38,4)", "new varchar"), Cancellation))).Error;
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe("table 'warehouse.changed'");
        error.Message.ShouldBe("The table is not what the target declares: 'day' is date and should be date not null; 'amount' is numeric(19,4) and should be numeric(38,4); it has no column 'new'; it has a column 'old' that is not declared.");
    }

    [Fact]
    public async Task two_connections_that_make_a_target_table_at_once_both_find_it()
    {
        await using var one = await postgres.OpenAsync();
        await using var other = await postgres.OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            var target = Target($"race_{round}", "day date");
            await Task.WhenAll(TargetTables.EnsureAsync(one, target, Cancellation), TargetTables.EnsureAsync(other, target, Cancellation));
        }
    }

    [Fact]
    public async Task a_value_of_every_type_is_copied_to_postgres_exactly()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("types", "t varchar", "b boolean", "s smallint", "i integer", "l bigint", "d decimal(19,4)", "w decimal(28,10)", "f double", "day date", "at timestamp");
        var material = await Ran(
            """
            select 'é "x"' as t, true as b, (-32768)::smallint as s, 2147483647::integer as i, (-9223372036854775808)::bigint as l, (-999999999999999.9999)::decimal(19,4) as d,
                123456789012345678.1234567891::decimal(28,10) as w, 0.1::double as f, date '0001-01-01' as day, timestamp '2026-11-22 13:45:00.123456' as at
            union all select 'z', false, 0, 0, 0, 0, 0, -1e300, date '9999-12-31', timestamp '0001-01-01 00:00:00'
            union all select null, null, null, null, null, null, null, null, null, null
            """,
            target);
        var staging = await TargetTables.CreateStagingAsync(connection, target, Cancellation);
        (await _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, Cancellation)).ShouldBe(3);
        (await Query(connection, $"select row(s.*)::text from {staging} s order by l")).ShouldBe(
        [
            "(\"é \"\"x\"\"\",t,-32768,2147483647,-9223372036854775808,-999999999999999.9999,123456789012345678.1234567891,0.1,0001-01-01,\"2026-11-22 13:45:00.123456\")",
            "(z,f,0,0,0,0.0000,0.0000000000,-1e+300,9999-12-31,\"0001-01-01 00:00:00\")",
            "(,,,,,,,,,)",
        ]);
    }

    [Fact]
    public async Task a_row_with_an_infinite_date_cannot_be_published()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("endless", "day date");
        var material = await Ran("select 'infinity'::date as day", target);
        var staging = await TargetTables.CreateStagingAsync(connection, target, Cancellation);
        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, Cancellation))).Error;
        error.Message.ShouldStartWith("A value cannot be published");
    }

    [Fact]
    public async Task the_sum_of_many_rows_that_were_copied_to_postgres_is_that_of_the_lake()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("many", "n bigint not null", "amount decimal(19,4)");
        var material = await Ran("select n, cast(n as decimal(19,4)) * 0.0001 as amount from (select unnest(range(250000)) as n)", target);
        var staging = await TargetTables.CreateStagingAsync(connection, target, Cancellation);
        (await _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, Cancellation)).ShouldBe(250_000);
        (await Query(connection, $"select count(*)::text, sum(amount)::text from {staging}")).ShouldBe(["250000|3124987.5000"]);
    }

    [Fact]
    public async Task a_models_file_with_fewer_rows_than_its_output_says_is_not_copied()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("short", "n bigint");
        var material = await Ran("select unnest(range(10)) as n", target);
        material = material with { Models = new Dictionary<string, ModelOutput> { ["summary"] = material.Models["summary"] with { Rows = 11 } } };
        var staging = await TargetTables.CreateStagingAsync(connection, target, Cancellation);
        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, Cancellation))).Error;
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldStartWith("Only 10 of its 11 rows could be read");
        (await Query(connection, $"select count(*)::text from {staging}")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task a_cancelled_copy_of_rows_leaves_nothing_and_its_connection_usable()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("cancelled", "n bigint", "t varchar");
        var material = await Ran("select n, repeat('x', 200) as t from (select unnest(range(2000000)) as n)", target);
        var staging = await TargetTables.CreateStagingAsync(connection, target, Cancellation);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        await Should.ThrowAsync<OperationCanceledException>(() => _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, cancelled.Token));
        (await Query(connection, $"select count(*)::text from {staging}")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task a_row_that_the_target_table_does_not_take_is_a_permanent_error()
    {
        await using var connection = await postgres.OpenAsync();
        var target = Target("refused", "n bigint");
        var material = await Ran("select null::bigint as n", target);
        var staging = await TargetTables.CreateStagingAsync(connection, Target("refused", "n bigint not null"), Cancellation);
        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.Publication.CopyAsync(material, material.Definition.Models[0], connection, staging, Cancellation))).Error;
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldContain("null value in column \"n\"");
    }
}
