using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>Every mistake that the loader knows, one at a time: its file, its line and its remedy.</summary>
public sealed class WorkspaceProblemSpecs : IDisposable
{
    const string Calendar = "calendars/shop-days.yml";

    readonly SmallWorkspace _files = new SmallWorkspace().Write(Calendar, "weekdays: [mon, fri]\nexcept: [2026-12-25]\n");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("evented.yml", "currency: USD", "currency: dollars", 4, "'dollars' is no currency", "USD")]
    [InlineData("evented.yml", "zone: Europe/Berlin", "zone: Berlin", 2, "no time zone 'Berlin'", "IANA")]
    [InlineData("evented.yml", "name: small", "nmae: small", 1, "`nmae` is no key of a workspace", "Did you mean 'name'?")]
    [InlineData("evented.yml", "name: small", "name:", 1, "`name` has no value", "remove the key")]
    [InlineData(Pipeline, "audience: investors", "audience: investor", 3, "'investor' is no `audience`", "Did you mean 'investors'?")]
    [InlineData(Pipeline, "grain: day\nsources", "grain: week\nsources", 4, "'week' is no `grain`", "Known: day, month.")]
    [InlineData(Pipeline, "audience: investors\n", "", 1, "`audience` is missing from a pipeline", "Add `audience: ...`")]
    [InlineData(Pipeline, "id: daily", "id: weekly", 1, "`id` is 'weekly', its folder 'daily'", "move the folder")]
    [InlineData(Pipeline, "id: daily", "id: Daily", 1, "'Daily' is not an id", "lower-case")]
    [InlineData(Pipeline, "area: profit", "area: growth", 2, "`area` is 'growth', its folder 'profit'", "move the folder")]
    [InlineData(Pipeline, "area: profit", "area: profit\nzone: Mars/Base", 3, "no time zone 'Mars/Base'", "IANA")]
    [InlineData(Pipeline, "area: profit", "area: profit\nbegins: 2025-02-01\nends: 2025-01-31", 4, "The pipeline ends on 2025-01-31, before it begins", "the last")]
    [InlineData(Pipeline, "[orders, accounts]", "[order-lines, accounts]", 5, "'order-lines' is not a name that SQL takes", "'_'")]
    [InlineData(Pipeline, "[orders, accounts]", "[oders, accounts]", 5, "no source 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "[orders, accounts]", "[../orders, accounts]", 5, "'../orders' is not a name", "lower-case")]
    [InlineData(Pipeline, "[orders, accounts]", "[orders, accounts, orders]", 5, "'orders' is named twice", "Take one of them out")]
    [InlineData(Pipeline, "[orders, accounts]", "[{ id: orders, contract: orders, files: { path: a.csv } }]", 5, "A source is a folder of its own", "sources/<id>/source.yml")]
    [InlineData(Source, "id: orders", "id: order-lines", 1, "'order-lines' is not a name that SQL takes", "'_'")]
    [InlineData(Source, "id: orders", "id: returns", 1, "`id` is 'returns', its folder 'orders'", "move the folder")]
    [InlineData(Source, "id: orders", "id: orders\nbegins: 2025-02-01\nends: 2025-01-31", 3, "ends on 2025-01-31, before it begins", "the last")]
    [InlineData(Source, "id: orders", "id: orders\nhttp: { url: \"https://api.example\" }", 1, "More than one thing says where the data comes from", "`files`, `http`, `postgres`")]
    [InlineData(Source, "files:\n  path: orders-{date:yyyy-MM-dd}.csv", "owner: shop", 1, "Nothing says where the data comes from", "`files`, `http`, `postgres`")]
    [InlineData(Source, "id: orders", "id: orders\nrefetch: PT1H", 2, "`refetch` is of sources that are asked", "Remove it")]
    [InlineData(Source, "id: orders", "id: orders\nowners: shop", 2, "`owners` is no key of a source", "Did you mean 'owner'?")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders.csv", 3, "Nothing says which rows", "exactly one of")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n  split: day", 3, "More than one thing says", "exactly one of")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM}.csv", 3, "same file for more than one day", "Put dd into")]
    [InlineData(Source, "{date:yyyy-MM-dd}", "{date:YYYY-MM-dd}", 3, "`{date:YYYY-MM-dd}` is no date format", "yyyy")]
    [InlineData(Source, "path: orders-", "path: ../orders-", 3, "not a path below the data folder", "letters")]
    [InlineData(Accounts, "path: accounts.csv, covers", "path: /accounts.csv, covers", 2, "not a path below the data folder", "letters")]
    [InlineData(Accounts, "covers: all", "covers: every", 2, "'every' is no `covers`", "Known: all")]
    [InlineData(Contract, "version: 2", "version: 2\ncsv: { encoding: ascii }", 2, "'ascii' is no `encoding`", "utf-16")]
    [InlineData(Contract, "version: 2", "version: 2\nformat: xml", 2, "'xml' is no `format`", "Known: csv, jsonl, parquet")]
    [InlineData(Contract, "version: 2", "version: 2\nformat: jsonl\ncsv: { quote: '' }", 3, "`csv` says how CSV files are written", "`format: csv`")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.parquet.gz", 3, "not packed with gzip", ".parquet")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n  most_rejects: 5", 4, "`most_rejects` is '5'", "from 0 to 1")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n  done: ok/_SUCCESS", 4, "in the folder of the file", "_SUCCESS")]
    [InlineData(Source, "path: orders-{date:yyyy-MM-dd}.csv", "path: a/**/orders-{date:yyyy-MM-dd}.csv", 3, "`**` stands for nothing", "one `*` for each folder")]
    [InlineData(Contract, "version: 2", "version: 2\ncsv: { delimiter: \";;\" }", 2, "`delimiter` must be one character", "\"\\t\"")]
    [InlineData(Contract, "version: 2", "version: 2\ncsv: { delimiter: ;, quote: ; }", 2, "the same character", "Use two")]
    [InlineData(Pipeline, "sql: summary.sql", "sql: sumary.sql", 8, "There is no file pipelines/profit/daily/sumary.sql", "Create it")]
    [InlineData(Pipeline, "sql: summary.sql", "sql: ../summary.sql", 8, "not the name of an SQL file", "without a folder")]
    [InlineData(Pipeline, "kind: not_null", "kind: accepted_values", 15, "`values` is missing from a check", "Add `values: ...`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: row_count\n    target: orders", 15, "how many rows there should be", "`least`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: row_count\n    target: orders\n    least: 5\n    most: 4", 19, "`most` is 4, less than `least`", "Turn")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: freshness\n    target: orders\n    column: amount\n    at_most: P1D", 18,
        "'amount' is decimal(19,4), not a date", "date or timestamp")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: custom\n    target: orders", 15, "Nothing says which rows offend", "`where:`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: custom\n    target: orders\n    where: amuont > 0", 18, "amuont", "Correct the SQL")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: anomaly\n    target: orders\n    value: sum(amount)", 17, "no model 'orders'", "summary")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: anomaly\n    target: summary\n    value: sum(revenue)\n    history: interval", 19,
        "'interval' is no history", "trailing(P90D)")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: duplicates\n    target: orders\n    action: block", 18, "Duplicates are removed", "`unique`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: duplicates\n    target: summary", 17, "no source 'summary'", "orders")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: schema\n    target: orders\n    columns: [amount]", 18, "`columns` is no key of a check", "Known:")]
    [InlineData(Source, "id: orders", "id: orders\nexpects: { weekday: [mon] }", 2, "`weekday` is no key of `expects`", "Did you mean 'weekdays'?")]
    [InlineData(Source, "id: orders", "id: orders\nexpects: { weekdays: [monday] }", 2, "'monday' is no `weekdays`", "mon")]
    [InlineData(Source, "id: orders", "id: orders\nexpects: { weekdays: [mon], except: [25.12.2026] }", 2, "`except` is '25.12.2026'", "2026-12-25")]
    [InlineData(Source, "id: orders", "id: orders\nexpects: { calendar: shop days }", 2, "'shop days' is not an id", "lower-case")]
    [InlineData(Source, "id: orders", "id: orders\nexpects: { calendar: shop-day }", 2, "no calendar 'shop-day'", "calendars/shop-day.yml. Did you mean 'shop-days'?")]
    [InlineData(Source, "id: orders", "id: orders\nexpects:\n  calendar: shop-days\n  except: [2026-12-25]", 4, "already says on which days, and `except` too", "`calendar` alone")]
    [InlineData(Calendar, "weekdays: [mon, fri]", "weekdays: [mon, fry]", 1, "'fry' is no `weekdays`", "Did you mean 'fri'?")]
    [InlineData(Calendar, "except:", "exept:", 2, "`exept` is no key of a calendar", "Did you mean 'except'?")]
    [InlineData(Source, "id: orders", "id: orders\navailable: 3 days", 2, "`available` is '3 days'", "P3D")]
    [InlineData(Source, "id: orders", "id: orders\navailable: P1M", 2, "`available` is 'P1M'", "P3D")]
    [InlineData(Source, "id: orders", "id: orders\nperiod: week", 2, "'week' is no `period`", "Known: day, month")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { oders: history }\n    grain: day", 9, "no source or target 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { orders: trailing(30) }\n    grain: day", 9, "'trailing(30)' is no window", "trailing(P30D)")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { summary: interval }\n    grain: day", 9, "cannot read its own rows", "history")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: { type: \"decimal(19,4)\", needs: [ledger] }", 13, "no source 'ledger'", "orders")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: { type: \"decimal(19,4)\", needs: [orders], nullable: false }", 13, "null while that source is not due", "nullable: true")]
    [InlineData(Pipeline, "    by: [day]", "    by: [day]\nalerts:\n  - { id: drop, metric: revenu, grain: day, drop: 0.1 }", 38, "no metric 'revenu' by day", "Did you mean 'revenue'?")]
    [InlineData(Pipeline, "    by: [day]", "    by: [day]\nalerts:\n  - { id: drop, metric: revenue, grain: day, drop: 10 }", 38, "A drop of 10 is no share", "0.10")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: { type: \"decimal(19,4)\", personnal: true }", 7, "`personnal` is no key of a column", "Did you mean 'personal'?")]
    [InlineData(Pipeline, "table: summary", "table: Summary", 11, "'Summary' is not a name that SQL takes", "lower-case")]
    [InlineData(Pipeline, "key: [day]", "key: [dya]", 12, "no column 'dya'", "Did you mean 'day'?")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: double", 13, "'revenue' is a binary float", "Make it decimal(19,4)")]
    [InlineData(Pipeline, "day: date not null, ", "run_id: varchar, day: date not null, ", 11, "'run_id' is one that the publication itself adds", "Rename")]
    [InlineData(Pipeline, "kind: not_null", "kind: not_nul", 16, "'not_nul' is no `kind`", "Did you mean 'not_null'?")]
    [InlineData(Pipeline, "target: orders\n    columns: [amount]", "target: oders\n    columns: [amount]", 17, "no source or model 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amuont]", 18, "'orders' has no column 'amuont'", "Did you mean 'amount'?")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amount, amount]", 18, "'amount' stands twice in `columns`", "once")]
    [InlineData(Pipeline, "columns: [amount]", "columns: amount", 18, "`columns` must be a list", "starting with '- '")]
    [InlineData(Pipeline, "columns: [amount]", "columns: []", 18, "`columns` must be a list with at least one entry", "one entry per line")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amount]\n    total: sum(amount)", 19, "`total` is no key of a check", "Known:")]
    [InlineData(Pipeline, "not_null\n    target: orders\n    columns: [amount]", "non_negative\n    target: orders\n    columns: [kind]", 18, "'kind' is varchar, which is never negative", "numbers")]
    [InlineData(Pipeline, "target: summary\n", "target: orders\n", 21, "no model 'orders'", "summary")]
    [InlineData(Pipeline, "source: orders,", "source: summary,", 23, "no source 'summary'", "orders")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)\n    action: quarantine\n", 23, "Only rows of a source can be set apart", "`block`")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)\n    tolerance: -1\n", 23, "`tolerance` is '-1'", "from 0 on")]
    [InlineData(Pipeline, "id: orders-unique", "id: revenue-reconciles", 24, "two checks 'revenue-reconciles'; the first is at pipelines/profit/daily/pipeline.yml:19", "Rename")]
    [InlineData(Pipeline, "severity: warn", "severity: warning", 27, "'warning' is no `severity`", "Did you mean 'warn'?")]
    [InlineData(Pipeline, "model: summary", "model: sumary", 31, "no model with a target 'sumary'", "Did you mean 'summary'?")]
    [InlineData(Pipeline, "period: day", "period: revenue", 33, "'revenue' is decimal(19,4), and a period is a date", "type date")]
    [InlineData(Pipeline, "grain: day\n    unit", "grain: month\n    unit", 34, "by month, its model 'summary' by day", "same grain")]
    [InlineData(Pipeline, "by: [day]", "by: [category]", 36, "'summary' has no column 'category'", "Known: day")]
    [InlineData(Contract, "version: 2", "version: two", 1, "`version` is 'two'", "whole number")]
    [InlineData(Contract, "version: 2", "id: orders\nversion: 2", 1, "`id` is no key of a contract", "Known:")]
    [InlineData(Contract, "key: [order_id]", "key: [id]", 2, "has no column 'id'", "order_id")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: double", 7, "'amount' is a binary float", "money: false")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: decimal(19,40)", 7, "no type 'decimal(19,40)'", "decimal(19,4)")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: { type: decimal(19,4) }", 7, "no type 'decimal(19'", "needs quotes")]
    [InlineData(Contract, "kind: varchar", "Kind: varchar", 8, "'Kind' is not a column name", "lower-case")]
    public void a_mistake_in_a_workspace_is_told_with_its_line_and_remedy(string file, string of, string instead, int line, string message, string remedy)
    {
        _files.With(file, of: of, instead: instead);

        var problem = _files.Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        problem.File.ShouldBe(file);
        problem.Line.ShouldBe(line, problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void a_misspelt_required_key_is_one_problem_and_not_two() =>
        _files.With(Pipeline, of: "audience: investors", instead: "audiense: investors").ShouldHave(Pipeline, 3, "`audiense` is no key", "Did you mean 'audience'?");

    [Fact]
    public void a_broken_contract_is_not_reported_again_where_it_is_used() =>
        _files.With(Contract, of: "version: 2", instead: "version: 0").ShouldHave(Contract, 1, "`version` is '0'", "from 1 on");

    [Theory]
    [InlineData("evented.yml", "\ncurrency: USD", "currency", "a workspace")]
    [InlineData("evented.yml", "name: small\n", "name", "a workspace")]
    [InlineData(Pipeline, "id: daily\n", "id", "a pipeline")]
    [InlineData(Pipeline, "area: profit\n", "area", "a pipeline")]
    [InlineData(Pipeline, "grain: day\nsources", "grain", "a pipeline", "sources")]
    [InlineData(Accounts, "path: accounts.csv, ", "path", "a `files` source")]
    [InlineData(Accounts, "id: accounts\n", "id", "a source")]
    [InlineData(Pipeline, "    sql: summary.sql\n", "sql", "a model")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day\n", "grain", "a model", "sql: summary.sql\n")]
    [InlineData(Pipeline, "      table: summary\n", "table", "a target")]
    [InlineData(Pipeline, "      key: [day]\n", "key", "a target")]
    [InlineData(Pipeline, "type: double, ", "type", "a column")]
    [InlineData(Pipeline, "id: amount-not-null\n    ", "id", "a check")]
    [InlineData(Pipeline, "    kind: not_null\n", "kind", "a check")]
    [InlineData(Pipeline, "not_null\n    target: orders\n", "target", "a check", "not_null\n")]
    [InlineData(Pipeline, "    columns: [amount]\n", "columns", "a check")]
    [InlineData(Pipeline, "    total: sum(revenue)\n", "total", "a check")]
    [InlineData(Pipeline, "    against: { source: orders, total: sum(amount) }\n", "against", "a check")]
    [InlineData(Pipeline, "source: orders, ", "source", "`against`")]
    [InlineData(Pipeline, "id: revenue\n    ", "id", "a metric")]
    [InlineData(Pipeline, "    model: summary\n", "model", "a metric")]
    [InlineData(Pipeline, "    value: sum(revenue)\n", "value", "a metric")]
    [InlineData(Pipeline, "    period: day\n", "period", "a metric")]
    [InlineData(Pipeline, "grain: day\n    unit", "grain", "a metric", "unit")]
    [InlineData(Pipeline, "    unit: USD\n", "unit", "a metric")]
    [InlineData(Contract, "version: 2\n", "version", "a contract")]
    public void a_required_key_that_is_missing_is_the_one_problem(string file, string without, string key, string what, string instead = "")
    {
        var problem = _files.With(file, of: without, instead: instead).Problems().ShouldHaveSingleItem();

        problem.File.ShouldBe(file);
        problem.Message.ShouldBe($"`{key}` is missing from {what}.");
    }

    [Fact]
    public void a_missing_evented_yml_is_a_problem() =>
        _files.Remove("evented.yml").ShouldHave("evented.yml", 1, "There is no file evented.yml", "Create it");

    [Fact]
    public void a_pipeline_folder_without_pipeline_yml_is_a_problem() =>
        _files.Remove(Pipeline).ShouldHave(Pipeline, 1, $"There is no file {Pipeline}", "Create it");

    [Fact]
    public void a_pipeline_in_another_areas_folder_is_a_problem() =>
        _files.Move("pipelines/profit", "pipelines/growth").ShouldHave("pipelines/growth/daily/pipeline.yml", 2, "`area` is 'profit', its folder 'growth'", "move the folder");

    [Fact]
    public void a_workspace_without_a_pipeline_is_a_problem() =>
        _files.Move("pipelines", "elsewhere").ShouldHave("evented.yml", 1, "holds no pipeline", "Add pipelines/");

    [Theory]
    [InlineData("pipelines/pipeline.yml")]
    [InlineData("pipelines/profit/summary.sql")]
    public void a_file_in_a_folder_too_high_is_a_problem(string file) =>
        _files.Write(file, "id: daily").ShouldHave(file, 1, "belongs to no pipeline", "Move it to pipelines/<area>/<id>/");

    [Theory]
    [InlineData("sources/orders.yml", "belongs to no source here", "sources/<id>/")]
    [InlineData("calendars/shop.yaml", "'shop.yaml' is no file of a calendar", "calendars/<id>.yml")]
    [InlineData("calendars/Shop.yml", "'Shop.yml' is no file of a calendar", "lower-case")]
    [InlineData("sources/orders/contract.yaml", "is no file of a source", "Did you mean 'contract.yml'?")]
    [InlineData("contract/orders.yml", "A contract stands beside its source", "sources/orders/contract.yml")]
    [InlineData("pipelines/profit/daily/contract/orders.yml", "A contract stands beside its source", "sources/orders/contract.yml")]
    public void a_file_that_no_source_has_is_a_problem(string file, string message, string remedy) => _files.Write(file, "version: 1").ShouldHave(file, 1, message, remedy);

    [Fact]
    public void a_source_without_a_contract_is_a_problem() => _files.Remove(Contract).ShouldHave(Contract, 1, $"There is no file {Contract}", "Create it");

    [Fact]
    public void a_mistake_in_a_source_is_told_once_however_many_pipelines_read_it()
    {
        _files.Write("pipelines/profit/other/pipeline.yml", """
            id: other
            area: profit
            audience: experiments
            grain: day
            sources: [orders]
            models:
              - { id: counted, sql: counted.sql, grain: day }
            checks:
              - { id: some, kind: row_count, target: orders, least: 1 }
            """).Write("pipelines/profit/other/counted.sql", "select count(*) as n from orders");

        _files.With(Contract, of: "kind = 'refund'", instead: "kidn = 'refund'").ShouldHave(Contract, 3, "kidn", "Correct the SQL");
    }

    [Fact]
    public void two_pipelines_cannot_write_one_table_or_publish_one_metric()
    {
        _files.Write("pipelines/profit/other/pipeline.yml", _files.Read(Pipeline).Replace("id: daily", "id: other", StringComparison.Ordinal))
            .Write("pipelines/profit/other/summary.sql", _files.Read(Sql));

        _files.Problems().Select(problem => (problem.File, problem.Line, problem.Message)).ShouldBe(
        [
            ("pipelines/profit/other/pipeline.yml", 11, $"There are two target tables 'summary'; the first is at {Pipeline}:11."),
            ("pipelines/profit/other/pipeline.yml", 30, $"There are two metrics by day 'revenue'; the first is at {Pipeline}:30."),
        ]);
    }

    [Fact]
    public void a_file_that_nests_without_end_is_a_problem_and_not_the_end_of_the_process() =>
        _files.Write(Contract, new string('[', 200_000)).ShouldHave(Contract, 1, "nests more than 64 levels", "Flatten");

    [Theory]
    [InlineData("id: [", 1)]
    [InlineData("id: a\nid: b\n", 2)]
    [InlineData("id: a\n\tb: c\n", 2)]
    [InlineData("id: [1\nb: 2\n", 1)]
    [InlineData("id: \"a\nb: 2\n", 1)]
    [InlineData("", 1)]
    [InlineData("just words", 1)]
    [InlineData("id: a\n---\nid: b\n", 1)]
    [InlineData("id: *nowhere\n", 1)]
    public void a_file_that_is_no_yaml_mapping_is_a_problem_at_the_line(string text, int line)
    {
        var problem = _files.Write(Contract, text).Problems().ShouldHaveSingleItem();

        (problem.File, problem.Line).ShouldBe((Contract, line), problem.ToString());
        problem.Remedy.ShouldNotBeEmpty();
    }
}
