using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Production.Sources.Kinds;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>Another team's PostgreSQL that is asked for a period (domain.md 1.4), and what it may do instead of answering.</summary>
public sealed class when_a_database_is_fetched(PostgresServer server) : IDisposable
{
    readonly Fetching _fetching = new();

    public void Dispose() => _fetching.Dispose();

    [Fact]
    public async Task the_rows_of_the_period_are_taken_over_in_their_order()
    {
        var shop = await ShopAsync(
            "create table orders (id bigint, ordered_at timestamptz, amount numeric)",
            "insert into orders values (1, '2026-11-21 22:59:59+00', 1), (3, '2026-11-22 22:59:59+00', 2.50), (2, '2026-11-21 23:00:00+00', null), (4, '2026-11-22 23:00:00+00', 4)",
            "grant select on orders to READER");
        var fetched = await _fetching.FetchedAsync(
            shop.Origin(
                """
                select id, amount, ordered_at::date as day, @first as first, @last as last, @next as next
                from orders where ordered_at >= @first_at and ordered_at < @next_at order by id;
                """,
                _fetching.Variable),
            zone: "Europe/Berlin");
        fetched.Rows.ShouldBe(fetched.Came);
        (fetched.Format, fetched.Rows.ShouldHaveSingleItem().Name).ShouldBe((FileFormat.Jsonl, "rows.jsonl"));
        (await File.ReadAllLinesAsync(fetched.Rows[0].Path)).ShouldBe(
        [
            """{"id":"2","amount":null,"day":"2026-11-22","first":"2026-11-22","last":"2026-11-22","next":"2026-11-23"}""",
            """{"id":"3","amount":"2.50","day":"2026-11-22","first":"2026-11-22","last":"2026-11-22","next":"2026-11-23"}""",
        ]);
    }

    [Theory]
    [InlineData("12345678901234567890123456789012345678901234567890.12345678901234567890", "numeric")]
    [InlineData("0.1", "float4")]
    [InlineData("0.1000000000000000055511151231257827", "float8", "0.1")]
    [InlineData("NaN", "numeric")]
    [InlineData("", "text")]
    [InlineData("a\"b\\c\nd\té😀'", "text")]
    [InlineData("ab ", "char(3)")]
    [InlineData("true", "boolean")]
    [InlineData("2026-11-22", "date")]
    [InlineData("infinity", "date")]
    [InlineData("2026-11-22 13:45:00.123456", "timestamp")]
    [InlineData("2026-11-22 13:45:00.5+01:30", "timestamptz", "2026-11-22 12:15:00.5+00")]
    [InlineData("1880-01-01 00:00:00 Europe/Berlin", "timestamptz", "1879-12-31 23:06:32+00")]
    [InlineData("-infinity", "timestamptz")]
    [InlineData("13:45:00", "time")]
    [InlineData("1 year 2 days 3 hours", "interval", "P1Y2DT3H")]
    [InlineData("{\"a\":  1.10}", "json")]
    [InlineData("{\"b\":1,\"a\": 1.10}", "jsonb", "{\"a\": 1.10, \"b\": 1}")]
    [InlineData("{1.10,null,NaN}", "numeric[]", "[1.10,null,\"NaN\"]")]
    [InlineData("{{1,2},{3,4}}", "int[]", "[[1,2],[3,4]]")]
    [InlineData("{a,\"b\\\"c\"}", "text[]", "[\"a\",\"b\\\"c\"]")]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "uuid")]
    [InlineData("\\x00ff10", "bytea", "00ff10")]
    [InlineData("12345.67", "money", "12345.67")]
    [InlineData("(1.50,a)", "pair", "{\"n\":1.50,\"t\":\"a\"}")]
    [InlineData("7.10", "price")]
    [InlineData("[1,5)", "int4range")]
    [InlineData("10.0.0.0/8", "cidr")]
    public async Task a_value_is_the_text_that_the_server_writes_it_as(string value, string type, string? written = null)
    {
        var shop = await ShopAsync("create type pair as (n numeric, t text)", "create domain price as numeric");
        var line = (await _fetching.LinesAsync(shop.Origin($"select $v${value}$v$::{type} as value, null::{type} as nothing", _fetching.Variable), zone: "Asia/Tokyo")).ShouldHaveSingleItem();
        using var row = JsonDocument.Parse(line);
        row.RootElement.GetProperty("value").GetString().ShouldBe(written ?? value);
        row.RootElement.GetProperty("nothing").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task the_parser_takes_each_value_as_the_contract_has_it_and_sets_the_others_apart()
    {
        var shop = await ShopAsync();
        var fetched = await _fetching.FetchedAsync(shop.Origin(
            """
            select * from (values
              (1, 12345678901234.5600::numeric, '', '2026-11-22 23:00:00+00'::timestamptz, 'infinity'::date),
              (2, 1.50, null, '2026-11-22 12:00:00+00', null),
              (3, 1.23456, 'x', null, '2026-11-22')) as v(id, amount, note, at, day) order by id
            """,
            _fetching.Variable));
        var (bench, source) = await Fetching.DeliveredAsync(fetched, mostRejects: 1, "id bigint", "amount decimal(19,4)", "note varchar", "at timestamp", "day date");
        using (bench)
        {
            var file = (await bench.IngestedAsync(source with { Zone = "Europe/Berlin" })).Files.ShouldHaveSingleItem();
            (file.Rows, file.RejectedRows).ShouldBe((1, 2));
            bench.Rows($"snapshots/orders/{file.Sha256}.parquet", "id, amount, note, cast(\"at\" as varchar), day").ShouldBe(["2|1.5000|null|2026-11-22 13:00:00|null"]);
            (await bench.RefusalAsync(source with { Zone = "Europe/Berlin", MostRejects = 0 })).Place.ShouldContain("line 1, column 'day'");
        }
    }

    [Fact]
    public async Task no_rows_are_a_delivery_unless_they_mean_nothing_yet()
    {
        var shop = await ShopAsync();
        var origin = shop.Origin("select 1 as id where false", _fetching.Variable);
        (await _fetching.LinesAsync(origin)).ShouldBeEmpty();
        (await _fetching.FetchAsync(origin with { NothingYetWhenEmpty = true })).ShouldBeOfType<NothingYet>();
    }

    [Fact]
    public async Task a_connection_string_may_be_the_secret()
    {
        var shop = await ShopAsync();
        Environment.SetEnvironmentVariable(_fetching.Variable, $"{shop.Connection};SSL Mode=Disable");
        (await _fetching.LinesAsync(new PostgresOrigin("select current_user as name, current_setting('application_name') as application") { ConnectionFrom = _fetching.Variable, AllowPrivate = true }))
            .ShouldBe([$$"""{"name":"{{shop.Reader}}","application":"EventedPipelines"}"""]);
    }

    [Theory]
    [InlineData("insert into orders values (1) returning id", "It begins with insert, and is no SELECT.")]
    [InlineData("with gone as (delete from orders returning id) select id from gone", "The query is no SELECT that the server takes. 0A000: WITH clause containing a data-modifying statement must be at the top level.")]
    [InlineData("select grab()", "The query writes, and may only read. 25006: cannot execute INSERT in a read-only transaction.")]
    [InlineData("select nextval('numbers')", "The query writes, and may only read. 25006: cannot execute nextval() in a read-only transaction.")]
    [InlineData("select id from orders for update", "The query writes, and may only read. 25006: cannot execute SELECT FOR UPDATE in a read-only transaction.")]
    [InlineData("select 1) as a; commit; drop table orders; select (1", "It is more than one statement.")]
    [InlineData("select set_config('transaction_read_only', 'off', false)", "The server refuses the query. 25001: transaction read-write mode must be set before any query.")]
    public async Task a_query_that_writes_is_refused(string query, string message)
    {
        var shop = await ShopAsync(
            "create table orders (id int)", "grant all on orders to READER", "create sequence numbers", "grant all on sequence numbers to READER",
            "create function grab() returns int language sql as 'insert into orders values (1) returning id'");
        var error = await _fetching.RefusalAsync(shop.Origin(query, _fetching.Variable));
        error.Message.ShouldStartWith(message);
        error.Class.ShouldBe(ErrorClass.Permanent);
        (await CountAsync(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task what_stands_in_a_text_or_a_comment_is_no_statement_of_its_own()
    {
        var shop = await ShopAsync();
        (await _fetching.LinesAsync(shop.Origin("select 'a; drop table x; @first' as a /* ; */ -- ; and )", _fetching.Variable))).ShouldBe(["""{"a":"a; drop table x; @first"}"""]);
    }

    [Fact]
    public async Task a_table_without_rights_says_who_may_grant_them()
    {
        var shop = await ShopAsync("create table orders (id int)");
        var error = await _fetching.RefusalAsync(shop.Origin("select id from orders", _fetching.Variable));
        error.Message.ShouldBe("The user has no right to read this. 42501: permission denied for table orders.");
        error.Remedy.ShouldContain("grant SELECT");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Theory]
    [InlineData("alter table orders drop column amount", "42703: column \"amount\" does not exist", "line 2")]
    [InlineData("alter table orders rename to purchases", "42P01: relation \"orders\" does not exist", "line 3")]
    [InlineData("alter table orders alter column amount type text", "42883: operator does not exist: text > integer", "line 4")]
    public async Task a_schema_that_changed_says_what_is_no_longer_there(string change, string message, string line)
    {
        var shop = await ShopAsync("create table orders (id int, amount numeric)", "grant select on orders to READER");
        var origin = shop.Origin("select id,\n  amount\nfrom orders\nwhere amount > 0\norder by id", _fetching.Variable);
        await _fetching.FetchedAsync(origin);
        Directory.Delete(_fetching.Folder, recursive: true);

        await shop.ExecuteAsync(change);
        var error = await _fetching.RefusalAsync(origin);
        error.Message.ShouldStartWith($"The query no longer fits the tables. {message}");
        error.Place.ShouldBe($"source 'orders', 2026-11-22, {line} of the query");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task a_column_whose_type_changed_is_set_apart_row_by_row()
    {
        var shop = await ShopAsync("create table orders (id int, amount numeric)", "insert into orders values (1, 2)", "grant select on orders to READER");
        var origin = shop.Origin("select id, amount from orders order by id", _fetching.Variable);
        await shop.ExecuteAsync("alter table orders alter column amount type text", "insert into orders values (2, 'two')");
        var (bench, source) = await Fetching.DeliveredAsync(await _fetching.FetchedAsync(origin), mostRejects: 1, "id int", "amount decimal(19,4)");
        using (bench)
        {
            var file = (await bench.IngestedAsync(source)).Files.ShouldHaveSingleItem();
            (file.Rows, file.RejectedRows).ShouldBe((1, 1));
        }
    }

    [Fact]
    public async Task two_columns_of_one_name_are_refused()
    {
        var shop = await ShopAsync();
        (await _fetching.RefusalAsync(shop.Origin("select 1 as a, 2 as a", _fetching.Variable))).Message.ShouldBe("The query gives two columns that are called 'a'.");
    }

    [Fact]
    public async Task a_query_that_does_not_end_is_given_up_after_its_time()
    {
        var shop = await ShopAsync();
        var error = await _fetching.RefusalAsync(shop.Origin("select pg_sleep(600)", _fetching.Variable) with { Timeout = TimeSpan.FromMilliseconds(500) });
        error.Message.ShouldBeOneOf("The server was not done within 0.5 s.", "The query did not end in time. 57014: canceling statement due to statement timeout.");
        error.Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task a_table_that_stays_locked_is_given_up_after_its_time()
    {
        var shop = await ShopAsync("create table orders (id int)", "grant select on orders to READER");
        await using var other = await shop.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("lock table orders", other, transaction);
        await command.ExecuteNonQueryAsync();
        var error = await _fetching.RefusalAsync(shop.Origin("select id from orders", _fetching.Variable) with { LockTimeout = TimeSpan.FromMilliseconds(100) });
        error.Message.ShouldStartWith("Somebody else holds a lock on the table. 55P03: canceling statement due to lock timeout.");
        error.Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task a_server_that_takes_the_connection_and_says_nothing_is_given_up_after_its_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var error = await _fetching.RefusalAsync(Elsewhere(((IPEndPoint)silent.LocalEndpoint).Port) with { Timeout = TimeSpan.FromMilliseconds(300) });
        error.Message.ShouldBe("The server was not done within 0.3 s.");
        error.Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_named()
    {
        using var port = new Socket(SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var error = await _fetching.RefusalAsync(Elsewhere(((IPEndPoint)port.LocalEndPoint!).Port));
        error.Message.ShouldStartWith("The server cannot be reached: ");
        error.Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task a_connection_that_is_cut_under_way_hands_nothing_on_and_keeps_what_came()
    {
        var shop = await ShopAsync();
        var error = await _fetching.RefusalAsync(shop.Origin(
            "select i, repeat('x', 1000) as text, case when i = 20000 then pg_terminate_backend(pg_backend_pid()) end as cut from generate_series(1, 40000) as i", _fetching.Variable));
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldContain("57P01");
        (await _fetching.KeptAsync(error)).ShouldStartWith("""{"i":"1",""");
    }

    [Fact]
    public async Task a_password_that_is_no_longer_good_is_said_without_it()
    {
        var shop = await ShopAsync();
        Environment.SetEnvironmentVariable(_fetching.Variable, "n0t-the-0ne");
        var error = await _fetching.RefusalAsync(shop.Origin("select 1 as a", _fetching.Variable));
        error.Message.ShouldStartWith("The server does not let it in. 28P01: password authentication failed for user");
        error.ToString().ShouldNotContain("n0t-the-0ne");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task a_server_without_tls_is_not_asked_where_it_was_to_have_one()
    {
        var shop = await ShopAsync();
        var error = await _fetching.RefusalAsync(shop.Origin("select 1 as a", _fetching.Variable) with { Tls = PostgresTls.VerifyFull });
        error.Message.ShouldContain("SSL");
        error.Remedy.ShouldContain("`tls`");
    }

    [Fact]
    public async Task a_private_address_is_refused_unless_it_is_allowed()
    {
        var shop = await ShopAsync();
        var origin = shop.Origin("select 1 as a", _fetching.Variable) with { AllowPrivate = false };
        (await _fetching.RefusalAsync(origin)).Message.ShouldBe("The server would be asked without a look at its certificate.");
        (await _fetching.RefusalAsync(origin with { Tls = PostgresTls.VerifyFull })).Message.ShouldContain("which is a private address.");
    }

    [Fact]
    public async Task more_rows_than_the_limit_or_larger_ones_are_refused()
    {
        var shop = await ShopAsync();
        var origin = shop.Origin("select repeat('x', 1000) as text from generate_series(1, 5000)", _fetching.Variable);
        (await _fetching.RefusalAsync(origin with { MostRows = 10 })).Message.ShouldStartWith("There are more than 10 rows.");
        (await _fetching.RefusalAsync(origin with { Megabytes = 1 })).Message.ShouldStartWith("The rows are more than 1 MB.");
    }

    async Task<ShopDatabase> ShopAsync(params string[] statements)
    {
        var shop = await ShopDatabase.CreateAsync(server);
        await shop.ExecuteAsync([.. statements.Select(statement => statement.Replace("READER", shop.Reader, StringComparison.Ordinal))]);
        Environment.SetEnvironmentVariable(_fetching.Variable, shop.Password);
        return shop;
    }

    PostgresOrigin Elsewhere(int port)
    {
        Environment.SetEnvironmentVariable(_fetching.Variable, "secret");
        return new("select 1 as a") { Host = "127.0.0.1", Port = port, Database = "shop", User = "reader", SecretFrom = _fetching.Variable, Tls = PostgresTls.Disable, AllowPrivate = true };
    }

    static async Task<int> CountAsync(ShopDatabase shop)
    {
        await using var connection = await shop.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select count(*)::int from orders", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
