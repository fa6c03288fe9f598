using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>domain.md 2.6: what a run would refuse for good, validate refuses before; and what validate accepts, a run does.</summary>
public sealed class when_validate_says_what_a_run_says(ITestOutputHelper output) : IDisposable
{
    const string Csv = "order_id,order_date,quantity,amount\nA,2026-11-22,1,10.00\nB,2026-11-22,-2,20.50\nC,2026-11-22,,\n";

    const string Pipeline = """
        id: daily
        area: profit
        audience: experiments
        grain: day
        sources: [orders]
        models:
          - { id: step, sql: step.sql, grain: day }
          - id: summary
            sql: summary.sql
            grain: day
            target: { table: summary, key: [day], columns: { day: date not null, v: "decimal(19,4)", ratio: { type: "decimal(9,6)", money: false }, pieces: bigint } }
        checks:
          - { id: as-promised, kind: schema, target: orders }
          - { id: marked, kind: custom, target: orders, where: "{where}", severity: warn }
          - { id: selected, kind: custom, target: summary, sql: selected.sql, severity: warn, action: continue }
          - { id: total, kind: reconciliation, target: summary, total: "{total}", against: { source: orders, total: "{against}" }, tolerance: 1000000, severity: warn, action: continue }
          - { id: odd, kind: anomaly, target: summary, value: "{value}" }
          - { id: steps, kind: {kind}, target: step, {columns}, severity: warn, action: continue }
        metrics:
          - { id: revenue, model: summary, value: "{metric}", period: day, grain: day, unit: USD }
          - { id: share, model: summary, value: "{share}", period: day, grain: day, unit: percent }
        """;

    const string Source = """
        id: orders
        files: { path: orders.csv, split: "{split}" }
        """;

    const string Contract = """
        version: 1
        key: [order_id]
        refund_when: "{refund}"
        amount: "{amount}"
        columns: { order_id: varchar, order_date: date, quantity: integer, amount: "decimal(19,4)" }
        """;

    const string Summary = "select order_date as day, {v} as v, {ratio} as ratio, {pieces} as pieces from step group by all";

    // What stands in each place where nothing else is tried.
    static readonly Dictionary<string, string> usual = new()
    {
        ["split"] = "order_date",
        ["where"] = "amount > 1000000",
        ["total"] = "coalesce(sum(v), 0)",
        ["against"] = "coalesce(sum(amount), 0)",
        ["value"] = "sum(v)",
        ["metric"] = "sum(v)",
        ["share"] = "avg(v)",
        ["refund"] = "quantity < 0",
        ["amount"] = "quantity * amount",
        ["step"] = "select * from orders",
        ["summary"] = Summary,
        ["v"] = "sum(amount)",
        ["ratio"] = "cast(sum(amount) / 4 as decimal(9,6))",
        ["pieces"] = "count(*)",
        ["selected"] = "select day from summary where v is null and false",
        ["kind"] = "not_null",
        ["columns"] = "columns: [order_date]",
    };

    static readonly (bool IsGood, string Place, string Sql)[] tried =
    [
        // Exact, and of the data alone.
        (true, "v", "sum(amount)"),
        (true, "v", "sum(amount) * 0.5"),
        (true, "v", "cast(sum(amount) as decimal(19,4))"),
        (true, "v", "money_share(sum(amount), 1, 3)"),
        (true, "v", "cast(cast(sum(amount) * 10000 as hugeint) // 3 as decimal(19,0)) * 0.0001"),
        (true, "v", "sum(quantity)"),
        (true, "v", "coalesce(sum(amount) filter (where quantity / 2 > 0.4), 0)"),
        (true, "v", "case when avg(amount) > 5 then sum(amount) end"),
        (true, "v", "list_sum(list(amount))"),
        (true, "v", "max(amount)"),
        (true, "v", "null"),
        (true, "pieces", "cast(floor(count(*) / 7) as bigint)"),
        (true, "pieces", "sum(quantity)"),
        (true, "ratio", "sum(quantity)"),
        (true, "summary", "select order_date as day, lag(amount, 1, 0) over (order by order_id) as v, null as ratio, null as pieces from step"),
        (true, "summary", "with s as (select order_date, sum(amount) as v from step group by all) select order_date as day, v, null as ratio, 1 as pieces from s"),
        (true, "summary", "select first_day as day, 1 as v, null as ratio, null as pieces from period"),
        (true, "step", "select *, amount / 3 as third, sum(quantity) over () as whole from orders"),
        (true, "step", "select order_id, cast(order_date as timestamp) as order_date, amount from orders -- a day is a day at midnight"),
        (true, "where", "quantity < 0 and amount / 3 > 5"),
        (true, "refund", "order_id like 'R%' or quantity < 0"),
        (true, "total", "sum(v) + count(*)"),
        (true, "against", "coalesce(sum(amount) filter (where quantity > 0), 0)"),
        (true, "value", "avg(v)"),
        (true, "metric", "max(v)"),
        (true, "share", "sum(v) / nullif(count(*), 0)"),
        (true, "split", "order_date + interval 0 days"),
        (true, "split", "order_date - 0 days"),
        (true, "selected", "select * from orders join summary on order_date = day where false"),
        (true, "kind", "unique"),

        // Time, chance, the system.
        (false, "v", "sum(amount) + random()::integer"),
        (false, "v", "sum(amount) filter (where order_date < current_date)"),
        (false, "v", "epoch_ms(now())"),
        (false, "pieces", "length(uuid()::varchar)"),
        (false, "v", "length(current_user)"),
        (false, "v", "length(current_setting('threads'))"),
        (false, "v", "reservoir_quantile(amount, 0.5)"),
        (false, "summary", "select order_date as day, amount as v, null as ratio, null as pieces from step using sample 1 rows"),
        (false, "summary", "select order_date as day, amount as v, null as ratio, null as pieces from step tablesample 50 percent"),
        (false, "summary", "select order_date as day, amount as v, null as ratio, null as pieces from (select * from step) tablesample reservoir(1 rows)"),
        (false, "summary", "select date '2026-11-22' as day, 1 as v, null as ratio, null as pieces from read_csv('/etc/passwd')"),
        (false, "summary", "select date '2026-11-22' as day, 1 as v, null as ratio, null as pieces from 'other.csv'"),
        (false, "summary", "select date '2026-11-22' as day, count(*) as v, null as ratio, null as pieces from duckdb_settings()"),
        (false, "step", "select * from orders; select 1"),
        (false, "step", "from information_schema.tables"),
        (false, "where", "order_date > today()"),
        (false, "where", "random() > 0.5"),
        (false, "refund", "getenv('HOME') is null"),
        (false, "total", "sum(v) + cast(random() as integer)"),
        (false, "value", "sum(v) * random()"),
        (false, "metric", "(select count(*) from glob('*'))"),
        (false, "split", "current_date"),
        (false, "selected", "select * from read_text('/etc/passwd')"),

        // Money through a float.
        (false, "v", "sum(amount) / 3"),
        (false, "v", "avg(amount)"),
        (false, "v", "cast(avg(amount) as decimal(19,4))"),
        (false, "v", "cast(cast(avg(amount) as varchar) as decimal(19,4))"),
        (false, "v", "cast(format('{:.4f}', avg(amount)) as decimal(19,4))"),
        (false, "v", "cast(cast(avg(amount) * 10000 as bigint) as decimal(19,0)) * 0.0001"),
        (false, "v", "cast(avg(amount) * 10000 as bigint) * 0.0001"),
        (false, "v", "cast(avg(amount) as bigint)"),
        (false, "v", "coalesce(cast(avg(amount) as decimal(19,4)), 0)"),
        (false, "v", "case when count(*) > 0 then cast(sum(amount) / count(*) as decimal(19,4)) else 0 end"),
        (false, "v", "list_sum(cast(list(amount / 3) as decimal(19,4)[]))"),
        (false, "v", "list_sum(list_transform(list(amount), lambda a: cast(a / 3 as decimal(19,4))))"),
        (false, "v", "list_reduce(list(amount), lambda a, b: (a + b) / 3)"),
        (false, "v", "(select cast(avg(amount) as decimal(19,4)) from orders)"),
        (false, "v", "money_share(avg(amount), 1, 3)"),
        (false, "v", "try_cast(stddev(amount) as numeric(19,4))"),
        (false, "summary", "with s as (select order_date, avg(amount) as v from step group by all) select order_date as day, v::decimal(19,4) as v, null as ratio, 1 as pieces from s"),
        (false, "summary", "select order_date as day, lag(amount, 1, amount / 3) over (order by order_id) as v, null as ratio, null as pieces from step"),
        (false, "summary", "with recursive r as (select amount as v from step union all select v / 3 from r where v > 5) select date '2026-11-22' as day, sum(v) as v, null as ratio, null as pieces from r"),
        (false, "step", "select order_date, cast(amount / 3 as decimal(19,4)) as amount from orders"),
        (false, "step", "select order_date, amount / 3 as amount from orders"),
        (false, "total", "cast(avg(v) as decimal(19,4))"),
        (false, "against", "sum(amount) / 3"),
        (false, "metric", "avg(v)"),
        (false, "metric", "cast(sum(v) / 3 as decimal(19,4))"),
        (false, "amount", "amount / 2"),

        // What does not bind, or is of another kind or shape.
        (false, "v", "sum(amuont)"),
        (false, "v", "max(order_id)"),
        (false, "summary", "select order_date as day, amount as v from step"),
        (false, "summary", "select order_date as day, amount as v, 1 as ratio, 1 as pieces, 2 as more from step"),
        (false, "summary", "select order_date day, amount v, null as ratio, null as pieces frm step"),
        (false, "where", "amount"),
        (false, "where", "sum(amount) > 3"),
        (false, "where", "row_number() over () > 1"),
        (false, "refund", "knd = 'refund'"),
        (false, "total", "v"),
        (false, "total", "max(day)"),
        (false, "total", "unnest([1, 2])"),
        (false, "value", "v"),
        (false, "value", "min(day)"),
        (false, "metric", "v"),
        (false, "share", "max(day)"),
        (false, "split", "quantity"),
        (false, "split", "max(order_date)"),
        (false, "selected", "select nothing from summary"),
        (false, "columns", "columns: [nothing]"),
        (false, "summary", "select order_date as day, amount as v, null as ratio, null as pieces from later"),
    ];

    readonly Workbench _bench = new();
    readonly string _folder = Directory.CreateTempSubdirectory("workspace-").FullName;

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Full")]
    public async Task validate_refuses_sql_in_any_place_exactly_where_a_run_would_fail_for_good()
    {
        _bench.Write("orders.csv", Csv);
        Load(usual).Refused.ShouldBeNull();
        var wrong = new List<string>();
        foreach (var (isGood, place, sql) in tried)
        {
            var texts = new Dictionary<string, string>(usual) { [place] = sql };
            var (definition, refused) = Load(texts);
            var failed = await RunAsync(definition ?? Substituted(texts));
            if ((refused is null, failed is null) != (isGood, isGood))
            {
                wrong.Add($"{place}: {sql}\n   {(isGood ? "good" : "bad")}; validate: {refused ?? "accepted"}; run: {failed ?? "done"}");
            }
        }

        output.WriteLine($"{tried.Length} pieces of SQL, {tried.Count(piece => piece.IsGood)} of them good");
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void validate_names_a_float_on_the_way_to_money_with_its_line_and_what_to_do_instead()
    {
        Load(new(usual) { ["summary"] = "select\n  order_date as day,\n  cast(avg(amount) as decimal(19,4)) as v,\n  null as ratio, null as pieces\nfrom step group by all" });

        var problem = WorkspaceLoader.Load(_folder).ShouldBeOfType<WorkspaceRefused>().Problems.ShouldHaveSingleItem();
        (problem.File, problem.Line).ShouldBe(("pipelines/profit/daily/summary.sql", 3));
        problem.Remedy.ShouldContain("money_share(amount, part, whole)");
    }

    (PipelineDefinition? Definition, string? Refused) Load(Dictionary<string, string> texts)
    {
        Write("evented.yml", "{ name: small, zone: UTC, data: data, currency: USD }");
        Write("pipelines/profit/daily/pipeline.yml", Filled(Pipeline, texts));
        Write("sources/orders/source.yml", Filled(Source, texts));
        Write("sources/orders/contract.yml", Filled(Contract, texts));
        Write("pipelines/profit/daily/step.sql", texts["step"]);
        Write("pipelines/profit/daily/summary.sql", Filled(texts["summary"], texts));
        Write("pipelines/profit/daily/selected.sql", texts["selected"]);
        return WorkspaceLoader.Load(_folder) switch
        {
            WorkspaceLoaded loaded => (loaded.Workspace.Pipelines.Single(), null),
            WorkspaceRefused refused => (null, string.Join(" | ", refused.Problems)),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    // The definition as it would be, had nobody looked.
    PipelineDefinition Substituted(Dictionary<string, string> texts)
    {
        var definition = Load(usual).Definition!;
        var source = definition.Sources[0];
        return definition with
        {
            Sources = [source with { Split = texts["split"], Contract = source.Contract with { RefundWhen = texts["refund"], Amount = texts["amount"] } }],
            Models = [definition.Models[0] with { Sql = texts["step"] }, definition.Models[1] with { Sql = Filled(texts["summary"], texts) }],
            Checks =
            [
                .. definition.Checks.Select(check => check.Id switch
                {
                    "marked" => check with { Where = texts["where"] },
                    "selected" => check with { Sql = texts["selected"] },
                    "total" => check with { Total = texts["total"], Against = new("orders", texts["against"]) },
                    "odd" => check with { Value = texts["value"] },
                    "steps" => check with { Columns = [texts["columns"].Split('[', ']')[1]] },
                    _ => check,
                }),
            ],
            Metrics = [definition.Metrics[0] with { Value = texts["metric"] }, definition.Metrics[1] with { Value = texts["share"] }],
        };
    }

    /// <summary>Why the run fails for good; null where it is done.</summary>
    async Task<string?> RunAsync(PipelineDefinition definition)
    {
        try
        {
            var ingested = (await _bench.IngestAsync(definition.Sources[0])).ShouldBeOfType<EventedPipelines.Workers.Production.Sources.Ingested>();
            var material = new RunMaterial(
                Guid.Empty, Workbench.Day, definition, new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [], new Dictionary<string, ModelOutput>());
            var inputs = await _bench.Checks.InputAsync(material, Cancellation);
            if (Errored(inputs.Results) is { } early)
            {
                return early;
            }

            var done = await _bench.TransformedAsync(material with { Quarantine = inputs.Quarantined });
            if (Errored((await _bench.Checks.OutputAsync(done, Cancellation)).Results) is { } late)
            {
                return late;
            }

            await _bench.Publication.PointsAsync(done, Cancellation);
            return null;
        }
        catch (StepFailedException error)
        {
            error.Error.Class.ShouldBe(ErrorClass.Permanent, error.Message);
            return error.Message;
        }
    }

    static string? Errored(IEnumerable<CheckResult> results) =>
        results.FirstOrDefault(result => result.Outcome is CheckOutcome.Errored) is { } errored ? $"{errored.Check}: {errored.Error}" : null;

    static string Filled(string text, Dictionary<string, string> texts) => texts.Aggregate(text, (filled, pair) => filled.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));

    void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
