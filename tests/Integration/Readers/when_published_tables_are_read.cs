using EventedPipelines.Tests.Integration.DataPlane;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Readers;

/// <summary>What docs/readers.md promises to those who read, and what the role of readers may not do.</summary>
public sealed class when_published_tables_are_read(PublishedDatabase published) : IClassFixture<PublishedDatabase>
{
    [Theory]
    [InlineData("warehouse.early")]
    [InlineData("published.early")]
    [InlineData("published_with_state.early")]
    public async Task the_reader_selects_from_a_published_table_and_its_views(string relation) => (await published.ReadAsync($"select day::text from {relation}")).ShouldBe(["2026-11-22"]);

    [Fact]
    public async Task the_reader_selects_from_the_flat_table_of_metrics() => (await published.ReadAsync("select count(*) from investor_metrics")).ShouldBe(["0"]);

    [Fact]
    public async Task the_reader_selects_from_a_table_that_is_made_after_its_role()
    {
        await published.PublishAsync("later", "day date not null");

        (await published.ReadAsync("select (select day from warehouse.later)::text, (select day from published.later)::text, (select day from published_with_state.later)::text"))
            .ShouldBe(["2026-11-22|2026-11-22|2026-11-22"]);
    }

    [Fact]
    public async Task the_views_of_a_table_hide_and_show_the_columns_of_its_publication()
    {
        (await ColumnsAsync("published.early")).ShouldBe(PublishedDatabase.Declared);
        (await ColumnsAsync("published_with_state.early")).ShouldBe(PublishedDatabase.Stamped);
    }

    [Fact]
    public async Task the_views_follow_a_column_that_is_added_and_keep_the_order_that_readers_know()
    {
        await published.PublishAsync("growing", "day date not null", "amount decimal(19,4)");
        await PublishedDatabase.AskAsync(published.Database.App, "alter table warehouse.growing add column country varchar");

        (await published.EnsureAsync("growing", Workbench.Column("day date not null"), Workbench.Column("country varchar"), Workbench.Column("amount decimal(19,4)"))).ShouldBeTrue();

        (await ColumnsAsync("published.growing")).ShouldBe($"{PublishedDatabase.Declared}|country");
        (await ColumnsAsync("published_with_state.growing")).ShouldBe($"{PublishedDatabase.Stamped}|country");
        (await published.ReadAsync("select day::text, country from published.growing")).ShouldBe(["2026-11-22|"]);
    }

    [Fact]
    public async Task a_table_of_before_there_were_views_gets_them_at_the_next_start()
    {
        await published.PublishAsync("old", "day date not null");
        await PublishedDatabase.AskAsync(published.Database.App, "drop view published.old, published_with_state.old");

        await published.EnsureAsync("old", Workbench.Column("day date not null"));

        (await published.ReadAsync("select (select day from published.old)::text, (select completeness from published_with_state.old)")).ShouldBe(["2026-11-22|complete"]);
    }

    [Fact]
    public async Task the_views_follow_a_column_that_was_renamed_in_the_table_by_hand()
    {
        await published.PublishAsync("renamed", "day date not null", "amount decimal(19,4)");
        await PublishedDatabase.AskAsync(published.Database.App, "alter table warehouse.renamed rename amount to revenue");

        await published.EnsureAsync("renamed", Workbench.Column("day date not null"), Workbench.Column("revenue decimal(19,4)"));

        (await ColumnsAsync("published.renamed")).ShouldBe("day|revenue");
        (await published.ReadAsync("select day::text from published.renamed")).ShouldBe(["2026-11-22"]);
    }

    [Fact]
    public async Task a_view_that_somebody_reads_keeps_its_columns_and_does_not_hold_the_start_up()
    {
        await published.PublishAsync("busy", "day date not null", "amount decimal(19,4)");
        await PublishedDatabase.AskAsync(published.Database.App, "alter table warehouse.busy add column country varchar");
        await using var reader = new NpgsqlConnection(published.Database.Reader);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using (var reading = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var look = new NpgsqlCommand("select count(*) from published.busy", reader, reading);
            await look.ExecuteScalarAsync(TestContext.Current.CancellationToken);

            (await GrowAsync()).ShouldBeFalse();
            (await ColumnsAsync("published.busy")).ShouldBe(PublishedDatabase.Declared);
        }

        (await GrowAsync()).ShouldBeTrue();
        (await ColumnsAsync("published.busy")).ShouldBe($"{PublishedDatabase.Declared}|country");

        Task<bool> GrowAsync() => published.EnsureAsync("busy", Workbench.Column("day date not null"), Workbench.Column("amount decimal(19,4)"), Workbench.Column("country varchar"));
    }

    [Fact]
    public async Task the_reader_may_select_from_what_is_published_and_do_nothing_else_anywhere()
    {
        const string others = "nspname !~ '^pg_' and nspname <> 'information_schema'";
        (await published.ReadAsync(
            $"""
            select distinct nspname || case when nspname = 'ep' then '.' || relname else '' end || ' ' || privilege
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace, unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) privilege
            where {others} and relkind in ('r', 'p', 'v', 'm') and has_table_privilege(pg_class.oid, privilege) order by 1
            """)).ShouldBe(["ep.investor_metrics select", "published select", "published_with_state select", "warehouse select"]);
        (await published.ReadAsync(
            $"""
            select 'create in ' || nspname from pg_namespace where has_schema_privilege(oid, 'create')
            union all select 'use of ' || nspname from pg_namespace
                where {others} and nspname not in ('ep', 'warehouse', 'published', 'published_with_state', 'public') and has_schema_privilege(oid, 'usage')
            union all select 'call of ' || proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace where {others} and has_function_privilege(pg_proc.oid, 'execute')
            union all select 'sequence ' || relname from pg_class where relkind = 'S' and (has_sequence_privilege(oid, 'usage') or has_sequence_privilege(oid, 'select'))
            union all select 'database ' || privilege from unnest(array['create', 'temporary']) privilege where has_database_privilege(current_database(), privilege)
            """)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("insert into warehouse.early select * from warehouse.early")]
    [InlineData("update warehouse.early set amount = 1")]
    [InlineData("delete from warehouse.early")]
    [InlineData("truncate warehouse.early")]
    [InlineData("alter table warehouse.early add column mine int")]
    [InlineData("drop table warehouse.early")]
    [InlineData("insert into published.early (day) values ('2026-11-23')")]
    [InlineData("delete from published_with_state.early")]
    [InlineData("update ep.investor_metrics set value = 1")]
    [InlineData("create table warehouse.mine (id int)")]
    [InlineData("create view published.mine as select 1")]
    [InlineData("create table ep.mine (id int)")]
    [InlineData("create table public.mine (id int)")]
    [InlineData("create schema mine")]
    [InlineData("create temporary table mine (id int)")]
    [InlineData("select * from ep.mt_events")]
    [InlineData("select * from ep.mt_streams")]
    [InlineData("select * from ep.mt_doc_run")]
    [InlineData("select * from ep.mt_doc_pipeline")]
    [InlineData("select * from ep.pending_work")]
    [InlineData("select * from ep.publications")]
    [InlineData("select * from ep.idempotency")]
    [InlineData("select * from wolverine.wolverine_incoming_envelopes")]
    [InlineData("call ep.ready_next_turn('a', 'b')")]
    [InlineData("call ep.open_to_readers()")]
    [InlineData("select nextval('ep.pending_work_fence')")]
    public async Task the_reader_is_refused_what_is_not_its_business_also_where_it_says_that_it_writes(string statement)
    {
        var writing = new NpgsqlConnectionStringBuilder(published.Database.Reader) { Options = "-c default_transaction_read_only=off" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => PublishedDatabase.AskAsync(writing, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task the_readers_transactions_only_read_and_end_by_themselves()
    {
        (await published.ReadAsync("select current_setting('default_transaction_read_only'), current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"))
            .ShouldBe(["on|5min|10min"]);
        (await Should.ThrowAsync<PostgresException>(() => published.ReadAsync("create temporary table mine (id int)"))).SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Fact]
    public async Task a_second_start_changes_nothing_of_what_readers_see()
    {
        await published.PublishAsync("settled", "day date not null");
        var before = await CatalogAsync();

        await published.LetInAsync();
        await published.EnsureAsync("settled", Workbench.Column("day date not null"));

        (await CatalogAsync()).ShouldBe(before);
    }

    async Task<string> ColumnsAsync(string relation) => string.Join('|', await PublishedDatabase.AskAsync(
        published.Database.Owner, $"select attname::text from pg_attribute where attrelid = '{relation}'::regclass and attnum > 0 and not attisdropped order by attnum"));

    // The transaction that last wrote each row.
    Task<IReadOnlyList<string>> CatalogAsync() => PublishedDatabase.AskAsync(
        published.Database.Superuser,
        """
        select 'relation ' || relname || ' ' || pg_class.xmin from pg_class where relname in ('settled', 'investor_metrics')
        union all select 'schema ' || nspname || ' ' || pg_namespace.xmin from pg_namespace where nspname in ('ep', 'warehouse', 'published', 'published_with_state')
        union all select 'default ' || oid || ' ' || xmin from pg_default_acl
        union all select 'role ' || rolname || ' ' || xmin from pg_authid where rolname like 'evented_test_%'
        union all select 'setting ' || setrole || ' ' || xmin from pg_db_role_setting
        union all select 'step ' || fingerprint || ' ' || xmin from ep.schema_step
        union all select 'reader ' || role || ' ' || xmin from ep.readers order by 1
        """);
}
