using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class WorkspaceLoaderSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_workspace_is_read_with_its_settings_and_areas()
    {
        var workspace = _files.Load();

        (workspace.Name, workspace.Zone, workspace.Currency).ShouldBe(("small", "Europe/Berlin", "USD"));
        workspace.DataFolder.ShouldBe(Path.GetFullPath("../files", workspace.Folder));
        workspace.Areas.ShouldHaveSingleItem().Id.ShouldBe("profit");
        workspace.Pipeline("daily").ShouldBeSameAs(workspace.Areas[0].Pipelines[0]);
    }

    [Fact]
    public void a_pipeline_is_read_with_its_sources_their_contracts_and_its_sql()
    {
        var pipeline = _files.Definition();

        (pipeline.Id, pipeline.Area, pipeline.Audience, pipeline.Grain, pipeline.Zone).ShouldBe(("daily", "profit", Audience.Investors, Grain.Day, "Europe/Berlin"));
        var orders = pipeline.Source("orders");
        (orders.Path, orders.Split, orders.Reference, orders.CsvRead).ShouldBe(("orders-{date:yyyy-MM-dd}.csv", null, false, new CsvFormat()));
        (orders.Contract.Version, orders.Contract.RefundWhen).ShouldBe((2, "kind = 'refund'"));
        orders.Contract.Key.ShouldBe(["order_id"]);
        orders.Contract.Columns.ShouldBe([new("order_id", "varchar", false), new("day", "date"), new("amount", "decimal(19,4)"), new("kind", "varchar")]);
        var model = pipeline.Model("summary");
        model.Sql.ShouldBe(_files.Read(SmallWorkspace.Sql));
        model.Target!.Columns.ShouldBe([new("day", "date", false), new("revenue", "decimal(19,4)"), new("rate", "double")]);
        pipeline.Metrics.ShouldHaveSingleItem().By.ShouldBe(["day"]);
    }

    [Fact]
    public void a_file_that_covers_all_is_a_reference_with_a_contract_that_pipelines_share()
    {
        var accounts = _files.Definition().Source("accounts");

        accounts.Reference.ShouldBeTrue();
        accounts.CsvRead.ShouldBe(new CsvFormat());
        accounts.Contract.Id.ShouldBe("accounts");
    }

    [Theory]
    [InlineData(Grain.Day)]
    [InlineData(Grain.Month)]
    public void a_source_that_comes_by_the_month_does_so_for_whoever_reads_it(Grain grain)
    {
        _files.With(SmallWorkspace.Source, of: "id: orders", instead: "id: orders\nperiod: month");
        _files.Write(SmallWorkspace.Pipeline, $"""
            id: daily
            area: profit
            audience: experiments
            grain: {(grain is Grain.Day ? "day" : "month")}
            sources: [orders, accounts]
            models:
              - id: summary
                sql: summary.sql
                grain: {(grain is Grain.Day ? "day" : "month")}
            checks:
              - id: orders-unique
                kind: unique
                target: orders
            """);

        _files.Definition().Source("orders").PeriodsOf(DataInterval.Of(grain, new(2026, 11, 21))).ShouldHaveSingleItem().ToString().ShouldBe("2026-11");
    }

    [Fact]
    public void a_source_is_read_with_when_it_is_expected_and_when_it_is_due()
    {
        _files.With(SmallWorkspace.Source, of: "id: orders", instead: "id: orders\nowner: shop\nexpects: { weekdays: [mon, sat], except: [2026-11-23] }\navailable: P3DT6H\nbegins: 2026-01-01\nends: 2026-12-31")
            .With(SmallWorkspace.Accounts, of: "id: accounts", instead: "id: accounts\nperiod: month\navailable: P3DT6H");

        var orders = _files.Definition().Source("orders");
        orders.IsExpected(DataInterval.Parse("2026-11-21")).ShouldBeTrue("A Saturday.");
        orders.IsExpected(DataInterval.Parse("2026-11-22")).ShouldBeFalse("A Sunday.");
        orders.IsExpected(DataInterval.Parse("2026-11-23")).ShouldBeFalse("A Monday that is excepted.");
        orders.IsExpected(DataInterval.Parse("2027-01-02")).ShouldBeFalse("After the end of its data.");
        orders.DueAt(DataInterval.Parse("2026-11-21"), TimeZoneInfo.Utc).ShouldBe(new(2026, 11, 25, 6, 0, 0, TimeSpan.Zero));
        _files.Definition().Source("accounts").DueAt(DataInterval.Parse("2026-11-21"), TimeZoneInfo.Utc).ShouldBe(new(2026, 12, 4, 6, 0, 0, TimeSpan.Zero));
        (orders.Owner, orders.Begins, orders.Ends).ShouldBe(("shop", new(2026, 1, 1), new(2026, 12, 31)));
    }

    [Fact]
    public void a_model_is_read_with_its_windows_and_with_what_its_columns_need()
    {
        _files.With(SmallWorkspace.Pipeline, of: "    sql: summary.sql\n    grain: day", instead: "    sql: summary.sql\n    grain: month\n    reads: { orders: trailing(P7D), summary: history }")
            .With(SmallWorkspace.Pipeline, of: "revenue: \"decimal(19,4)\"", instead: "revenue: { type: \"decimal(19,4)\", needs: [orders] }")
            .With(SmallWorkspace.Pipeline, of: "period: day\n    grain: day", instead: "period: day\n    grain: month")
            .With(SmallWorkspace.Sql, of: "group by day", instead: "where day not in (select day from summary) group by day");

        var model = _files.Definition().Model("summary");
        (model.WindowOf("orders").ToString(), model.WindowOf("summary").ToString(), model.WindowOf("accounts").ToString()).ShouldBe(("trailing(P7D)", "history", "interval"));
        model.Target!.Columns[1].Needs.ShouldBe(["orders"]);
        model.RunsIn(DataInterval.Parse("2026-11-29")).ShouldBeFalse();
    }

    [Fact]
    public void an_alert_of_a_metric_is_read()
    {
        _files.With(SmallWorkspace.Pipeline, of: "    by: [day]", instead: "    by: [day]\nalerts:\n  - { id: drop, metric: revenue, grain: day, drop: 0.1 }");
        _files.Definition().Alerts!.ShouldHaveSingleItem().ShouldBe(new("drop", "revenue", Grain.Day, 0.1m));
    }

    [Fact]
    public void one_file_of_a_source_is_split_by_an_expression()
    {
        _files.With(SmallWorkspace.Source, of: "path: orders-{date:yyyy-MM-dd}.csv", instead: "path: orders.csv\n  split: day - 3");

        _files.Definition().Source("orders").Split.ShouldBe("day - 3");
    }

    [Fact]
    public void a_source_says_how_its_files_are_written_and_how_many_rows_may_be_left_out()
    {
        _files.With(SmallWorkspace.Source, of: "path: orders-{date:yyyy-MM-dd}.csv", instead: "path: \"*/orders-{date:yyyy-MM-dd}*.gz\"\n  most_rejects: 0")
            .With(SmallWorkspace.Contract, of: "version: 2", instead: "version: 2\nformat: csv\ncsv: { encoding: latin-1 }");

        var orders = _files.Definition().Source("orders");

        (orders.Path, orders.Contract.Format, orders.MostRejects, orders.CsvRead.Encoding).ShouldBe(("*/orders-{date:yyyy-MM-dd}*.gz", FileFormat.Csv, 0m, TextEncoding.Latin1));
    }

    [Fact]
    public void a_source_says_when_its_files_are_whole()
    {
        _files.Definition().Source("orders").Settle.ShouldBeNull();
        _files.Write("policies.yml", "late_data: { settle: PT3S }");
        _files.Definition().Source("orders").Settle.ShouldBe(TimeSpan.FromSeconds(3));
        _files.With(SmallWorkspace.Source, of: "path: orders-{date:yyyy-MM-dd}.csv", instead: "path: orders-{date:yyyy-MM-dd}.csv\n  settle: PT0S\n  done: \"{name}.done\"");

        var orders = _files.Definition().Source("orders");

        (orders.Settle, orders.Done).ShouldBe((TimeSpan.Zero, "{name}.done"));
    }

    [Fact]
    public void each_source_is_in_the_zone_of_its_pipeline() => _files.Definition().Source("orders").Zone.ShouldBe(_files.Definition().Zone);

    [Theory]
    [InlineData("orders.csv", FileFormat.Csv)]
    [InlineData("orders.txt.gz", FileFormat.Csv)]
    [InlineData("orders-*", FileFormat.Csv)]
    [InlineData("orders.ndjson", FileFormat.Jsonl)]
    [InlineData("orders.JSON.gz", FileFormat.Jsonl)]
    [InlineData("a.csv/orders.parquet", FileFormat.Parquet)]
    public void a_files_format_is_that_of_its_name_unless_the_source_gives_it(string name, FileFormat format)
    {
        FileFormats.Of(name).ShouldBe(format);
        (_files.Definition().Source("accounts") with { Format = FileFormat.Jsonl }).FormatOf(name).ShouldBe(FileFormat.Jsonl);
    }

    [Fact]
    public void checks_get_their_defaults()
    {
        var checks = _files.Definition().Checks;

        checks.Select(check => (check.Version, check.Severity, check.Action)).ShouldBe(
        [
            (2, CheckSeverity.Warn, CheckAction.Quarantine),
            (1, CheckSeverity.Error, CheckAction.Quarantine),
            (1, CheckSeverity.Error, CheckAction.Block),
            (1, CheckSeverity.Warn, CheckAction.Continue),
        ]);
        checks[2].Against.ShouldBe(new ReconciledSource("orders", "sum(amount)"));
        checks[3].Columns.ShouldBe(["order_id"]);
    }

    [Fact]
    public void line_ends_in_the_files_of_a_workspace_make_no_difference()
    {
        var before = DefinitionHash.Of(_files.Definition());
        _files.Write(SmallWorkspace.Sql, "\uFEFF" + _files.Read(SmallWorkspace.Sql).Replace("\n", "\r\n", StringComparison.Ordinal));
        _files.Write(SmallWorkspace.Pipeline, _files.Read(SmallWorkspace.Pipeline).Replace("\n", "\r\n", StringComparison.Ordinal));

        DefinitionHash.Of(_files.Definition()).ShouldBe(before);
    }

    [Fact]
    public void a_workspaces_zone_is_utc_and_its_data_are_beside_it_unless_given()
    {
        _files.Write("evented.yml", "name: small\ncurrency: USD\n");

        var workspace = _files.Load();

        workspace.Zone.ShouldBe("UTC");
        workspace.Pipelines.Single().Zone.ShouldBe("UTC");
        workspace.DataFolder.ShouldBe(Path.Combine(workspace.Folder, "data"));
    }

    [Fact]
    public void all_problems_of_a_workspace_are_told_at_once_in_order_of_file_and_line()
    {
        _files.With("evented.yml", of: "Europe/Berlin", instead: "Europe/Berlinn")
            .With(SmallWorkspace.Contract, of: "refund_when", instead: "refund_wen")
            .With(SmallWorkspace.Pipeline, of: "not_null", instead: "not_nul")
            .With(SmallWorkspace.Pipeline, of: "period: day", instead: "period: dya");

        _files.Problems().Select(problem => (problem.File, problem.Line)).ShouldBe(
        [
            ("evented.yml", 2),
            (SmallWorkspace.Pipeline, 16),
            (SmallWorkspace.Pipeline, 33),
            (SmallWorkspace.Contract, 3),
        ]);
    }

    [Fact]
    public void a_workspace_folder_that_is_not_there_is_a_problem_and_no_exception() =>
        WorkspaceLoader.Load("/no/such/workspace").ShouldBeOfType<WorkspaceRefused>().Problems.ShouldHaveSingleItem().Message.ShouldContain("/no/such/workspace");
}
