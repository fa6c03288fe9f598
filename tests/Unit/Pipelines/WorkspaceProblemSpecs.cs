using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>Every mistake that the loader knows, one at a time: its file, its line and its remedy.</summary>
public sealed class WorkspaceProblemSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

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
    [InlineData(Pipeline, "- id: orders\n", "- id: order-lines\n", 6, "'order-lines' is not a name that SQL takes", "'_'")]
    [InlineData(Pipeline, "contract: orders", "contract: oders", 7, "no contract 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "contract: orders", "contract: ../orders", 7, "'../orders' is not an id", "lower-case")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders.csv", 9, "Nothing says which rows", "exactly one of")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n      split: day", 9, "More than one thing says", "exactly one of")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM}.csv", 9, "same file for more than one day", "Put dd into")]
    [InlineData(Pipeline, "{date:yyyy-MM-dd}", "{date:YYYY-MM-dd}", 9, "`{date:YYYY-MM-dd}` is no date format", "yyyy")]
    [InlineData(Pipeline, "path: orders-", "path: ../orders-", 9, "not a path below the data folder", "letters")]
    [InlineData(Pipeline, "path: accounts.csv, covers", "path: /accounts.csv, covers", 13, "not a path below the data folder", "letters")]
    [InlineData(Pipeline, "covers: all", "covers: every", 13, "'every' is no `covers`", "Known: all")]
    [InlineData(Pipeline, "quote: \"'\" }", "quote: \"'\", encoding: ascii }", 10, "'ascii' is no `encoding`", "utf-16")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n      format: xml", 10, "'xml' is no `format`", "Known: csv, jsonl, parquet")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.jsonl", 10, "`csv` says how CSV files are written", "`format: csv`")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.parquet.gz", 9, "not packed with gzip", ".parquet")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n      most_rejects: 5", 10, "`most_rejects` is '5'", "from 0 to 1")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: orders-{date:yyyy-MM-dd}.csv\n      done: ok/_SUCCESS", 10, "in the folder of the file", "_SUCCESS")]
    [InlineData(Pipeline, "path: orders-{date:yyyy-MM-dd}.csv", "path: a/**/orders-{date:yyyy-MM-dd}.csv", 9, "`**` stands for nothing", "one `*` for each folder")]
    [InlineData(Pipeline, "delimiter: \";\"", "delimiter: \";;\"", 10, "`delimiter` must be one character", "\"\\t\"")]
    [InlineData(Pipeline, "quote: \"'\"", "quote: ;", 10, "the same character", "Use two")]
    [InlineData(Pipeline, "sql: summary.sql", "sql: sumary.sql", 16, "There is no file pipelines/profit/daily/sumary.sql", "Create it")]
    [InlineData(Pipeline, "sql: summary.sql", "sql: ../summary.sql", 16, "not the name of an SQL file", "without a folder")]
    [InlineData(Pipeline, "kind: not_null", "kind: accepted_values", 23, "`values` is missing from a check", "Add `values: ...`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: row_count\n    target: orders", 23, "how many rows there should be", "`least`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: row_count\n    target: orders\n    least: 5\n    most: 4", 27, "`most` is 4, less than `least`", "Turn")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: freshness\n    target: orders\n    column: amount\n    at_most: P1D", 26,
        "'amount' is decimal(19,4), not a date", "date or timestamp")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: custom\n    target: orders", 23, "Nothing says which rows offend", "`where:`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: custom\n    target: orders\n    where: amuont > 0", 26, "amuont", "Correct the SQL")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: anomaly\n    target: orders\n    value: sum(amount)", 25, "no model 'orders'", "summary")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: anomaly\n    target: summary\n    value: sum(revenue)\n    history: interval", 27,
        "'interval' is no history", "trailing(P90D)")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: duplicates\n    target: orders\n    action: block", 26, "Duplicates are removed", "`unique`")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: duplicates\n    target: summary", 25, "no source 'summary'", "orders")]
    [InlineData(Pipeline, "kind: not_null\n    target: orders\n    columns: [amount]", "kind: schema\n    target: orders\n    columns: [amount]", 26, "`columns` is no key of a check", "Known:")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    expects: { weekday: [mon] }", 8, "`weekday` is no key of `expects`", "Did you mean 'weekdays'?")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    expects: { weekdays: [monday] }", 8, "'monday' is no `weekdays`", "mon")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    expects: { weekdays: [mon], except: [25.12.2026] }", 8, "`except` is '25.12.2026'", "2026-12-25")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    available: 3 days", 8, "`available` is '3 days'", "P3D")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    available: P1M", 8, "`available` is 'P1M'", "P3D")]
    [InlineData(Pipeline, "contract: orders", "contract: orders\n    period: week", 8, "'week' is no `period`", "Known: day, month")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { oders: history }\n    grain: day", 17, "no source 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { orders: trailing(30) }\n    grain: day", 17, "'trailing(30)' is no window", "trailing(P30D)")]
    [InlineData(Pipeline, "sql: summary.sql\n    grain: day", "sql: summary.sql\n    reads: { summary: interval }\n    grain: day", 17, "cannot read its own rows", "history")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: { type: \"decimal(19,4)\", needs: [ledger] }", 21, "no source 'ledger'", "orders")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: { type: \"decimal(19,4)\", needs: [orders], nullable: false }", 21, "null while that source is not due", "nullable: true")]
    [InlineData(Pipeline, "    by: [day]", "    by: [day]\nalerts:\n  - { id: drop, metric: revenu, grain: day, drop: 0.1 }", 46, "no metric 'revenu' by day", "Did you mean 'revenue'?")]
    [InlineData(Pipeline, "    by: [day]", "    by: [day]\nalerts:\n  - { id: drop, metric: revenue, grain: day, drop: 10 }", 46, "A drop of 10 is no share", "0.10")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: { type: \"decimal(19,4)\", personnal: true }", 8, "`personnal` is no key of a column", "Did you mean 'personal'?")]
    [InlineData(Pipeline, "table: summary", "table: Summary", 19, "'Summary' is not a name that SQL takes", "lower-case")]
    [InlineData(Pipeline, "key: [day]", "key: [dya]", 20, "no column 'dya'", "Did you mean 'day'?")]
    [InlineData(Pipeline, "revenue: \"decimal(19,4)\"", "revenue: double", 21, "'revenue' is a binary float", "Make it decimal(19,4)")]
    [InlineData(Pipeline, "day: date not null, ", "run_id: varchar, day: date not null, ", 19, "'run_id' is one that the publication itself adds", "Rename")]
    [InlineData(Pipeline, "kind: not_null", "kind: not_nul", 24, "'not_nul' is no `kind`", "Did you mean 'not_null'?")]
    [InlineData(Pipeline, "target: orders\n    columns: [amount]", "target: oders\n    columns: [amount]", 25, "no source or model 'oders'", "Did you mean 'orders'?")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amuont]", 26, "'orders' has no column 'amuont'", "Did you mean 'amount'?")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amount, amount]", 26, "'amount' stands twice in `columns`", "once")]
    [InlineData(Pipeline, "columns: [amount]", "columns: amount", 26, "`columns` must be a list", "starting with '- '")]
    [InlineData(Pipeline, "columns: [amount]", "columns: []", 26, "`columns` must be a list with at least one entry", "one entry per line")]
    [InlineData(Pipeline, "columns: [amount]", "columns: [amount]\n    total: sum(amount)", 27, "`total` is no key of a check", "Known:")]
    [InlineData(Pipeline, "not_null\n    target: orders\n    columns: [amount]", "non_negative\n    target: orders\n    columns: [kind]", 26, "'kind' is varchar, which is never negative", "numbers")]
    [InlineData(Pipeline, "target: summary\n", "target: orders\n", 29, "no model 'orders'", "summary")]
    [InlineData(Pipeline, "source: orders,", "source: summary,", 31, "no source 'summary'", "orders")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)\n    action: quarantine\n", 31, "Only rows of a source can be set apart", "`block`")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)\n    tolerance: -1\n", 31, "`tolerance` is '-1'", "from 0 on")]
    [InlineData(Pipeline, "id: orders-unique", "id: revenue-reconciles", 32, "two checks 'revenue-reconciles'; the first is at pipelines/profit/daily/pipeline.yml:27", "Rename")]
    [InlineData(Pipeline, "severity: warn", "severity: warning", 35, "'warning' is no `severity`", "Did you mean 'warn'?")]
    [InlineData(Pipeline, "model: summary", "model: sumary", 39, "no model with a target 'sumary'", "Did you mean 'summary'?")]
    [InlineData(Pipeline, "period: day", "period: revenue", 41, "'revenue' is decimal(19,4), and a period is a date", "type date")]
    [InlineData(Pipeline, "grain: day\n    unit", "grain: month\n    unit", 42, "by month, its model 'summary' by day", "same grain")]
    [InlineData(Pipeline, "by: [day]", "by: [category]", 44, "'summary' has no column 'category'", "Known: day")]
    [InlineData(Contract, "version: 2", "version: two", 2, "`version` is 'two'", "whole number")]
    [InlineData(Contract, "id: orders", "id: order", 1, "contract 'order' stands in", "order.yml")]
    [InlineData(Contract, "key: [order_id]", "key: [id]", 3, "has no column 'id'", "order_id")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: double", 8, "'amount' is a binary float", "money: false")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: decimal(19,40)", 8, "no type 'decimal(19,40)'", "decimal(19,4)")]
    [InlineData(Contract, "amount: decimal(19,4)", "amount: { type: decimal(19,4) }", 8, "no type 'decimal(19'", "needs quotes")]
    [InlineData(Contract, "kind: varchar", "Kind: varchar", 9, "'Kind' is not a column name", "lower-case")]
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
        _files.With(Contract, of: "version: 2", instead: "version: 0").ShouldHave(Contract, 2, "`version` is '0'", "from 1 on");

    [Theory]
    [InlineData("evented.yml", "\ncurrency: USD", "currency", "a workspace")]
    [InlineData("evented.yml", "name: small\n", "name", "a workspace")]
    [InlineData(Pipeline, "id: daily\n", "id", "a pipeline")]
    [InlineData(Pipeline, "area: profit\n", "area", "a pipeline")]
    [InlineData(Pipeline, "grain: day\nsources", "grain", "a pipeline", "sources")]
    [InlineData(Pipeline, "contract: orders\n    ", "contract", "a source")]
    [InlineData(Pipeline, "path: accounts.csv, ", "path", "a `files` source")]
    [InlineData(Pipeline, "    files: { path: accounts.csv, covers: all }\n", "files", "a source")]
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
    [InlineData(Contract, "id: orders\n", "id", "a contract")]
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

    [Fact]
    public void a_contract_file_with_another_ending_is_a_problem() =>
        _files.Write("contract/more.yaml", "id: more").ShouldHave("contract/more.yaml", 1, "ends in '.yml'", "Rename");

    [Fact]
    public void a_contract_that_workspace_and_pipeline_both_have_is_a_problem() =>
        _files.Write("contract/orders.yml", _files.Read(Contract)).ShouldHave(Pipeline, 7, "two contracts 'orders'", "Remove one");

    [Fact]
    public void two_pipelines_cannot_write_one_table_or_publish_one_metric()
    {
        _files.Write("pipelines/profit/other/pipeline.yml", _files.Read(Pipeline).Replace("id: daily", "id: other", StringComparison.Ordinal))
            .Write("pipelines/profit/other/contract/orders.yml", _files.Read(Contract))
            .Write("pipelines/profit/other/summary.sql", _files.Read(Sql));

        _files.Problems().Select(problem => (problem.File, problem.Line, problem.Message)).ShouldBe(
        [
            ("pipelines/profit/other/pipeline.yml", 19, $"There are two target tables 'summary'; the first is at {Pipeline}:19."),
            ("pipelines/profit/other/pipeline.yml", 38, $"There are two metrics by day 'revenue'; the first is at {Pipeline}:38."),
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
