using System.Globalization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>Each kind finds what was planted for it, and nothing else.</summary>
public sealed class when_every_kind_of_check_is_planted : IDisposable
{
    // The key (order_id): A three times, twice the same row; the kind 'gift' once; an amount that is null, one that is negative, one refund.
    const string Planted = """
        order_id,order_date,amount,kind
        A,2026-11-22,10.00,sale
        B,2026-11-22,,sale
        A,2026-11-22,10.00,sale
        C,2026-11-22,-5.00,sale
        A,2026-11-22,30.00,sale
        D,2026-11-21,-7.00,refund
        E,2026-11-21,1.00,gift
        ,2026-11-21,2.00,

        """;

    static readonly SourceDefinition orders = new(
        "orders", "orders-{date:yyyy-MM-dd}.csv", null, new(),
        new("orders", 1, [new("order_id", "varchar"), new("order_date", "date"), new("amount", "decimal(19,4)"), new("kind", "varchar")], ["order_id"], "kind = 'refund'"));

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static CheckDefinition Check(CheckKind kind, params string[] columns) => new("check", 1, kind, "orders", columns, CheckSeverity.Error, CheckAction.Quarantine);

    async Task<CheckResult> InputAsync(CheckDefinition check, string csv = Planted)
    {
        var report = await _bench.Checks.InputAsync(await _bench.MaterialAsync(orders, csv, checks: [check]), Cancellation);
        report.Quarantined.Select(rows => rows.Rows).Sum().ShouldBe(check.Action is CheckAction.Quarantine ? report.Results[0].OffendingRows : 0);
        return report.Results.ShouldHaveSingleItem();
    }

    IReadOnlyList<string> Lines(CheckResult result) => _bench.Rows($"quarantine/{result.OffendingFile}.parquet", "__row");

    [Fact]
    public async Task a_schema_check_counts_what_the_contract_calls_wrong()
    {
        var result = await InputAsync(Check(CheckKind.Schema));
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["null"] = 1, ["negative"] = 1, ["refund"] = 1, ["rejected"] = 0 });
        Lines(result).ShouldBe(["3", "5"]);
    }

    [Fact]
    public async Task a_duplicates_check_keeps_the_first_row_and_tells_identical_from_conflicting_ones()
    {
        var result = await InputAsync(Check(CheckKind.Duplicates, "order_id"));
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["identical"] = 1, ["conflicting"] = 1 });
        Lines(result).ShouldBe(["4", "6"]);
    }

    [Fact]
    public async Task duplicates_and_unique_checks_take_nulls_for_equal_and_say_how_many_rows_they_compared()
    {
        const string Csv = "order_id,order_date,amount,kind\nA,2026-11-22,,sale\nB,2026-11-22,1,sale\nA,2026-11-22,,sale\n";
        var all = await InputAsync(Check(CheckKind.Duplicates, "order_id", "order_date", "amount", "kind"), Csv);
        (all.OffendingRows, all.RowsLookedAt).ShouldBe((1, 3));
        all.Kinds.ShouldBe(new Dictionary<string, long> { ["identical"] = 1, ["conflicting"] = 0 });
        Lines(all).ShouldBe(["4"]);

        var unique = await InputAsync(Check(CheckKind.Unique, "order_id", "amount") with { Action = CheckAction.Block }, Csv);
        (unique.OffendingRows, unique.RowsLookedAt).ShouldBe((2, 3));
        Lines(unique).ShouldBe(["2", "4"]);
    }

    [Fact]
    public async Task a_row_that_another_check_sets_apart_is_not_the_original_of_a_duplicate()
    {
        const string Csv = "order_id,order_date,amount,kind\nA,2026-11-22,-3,sale\nA,2026-11-22,1,sale\nA,2026-11-22,1,sale\n";
        var report = await _bench.Checks.InputAsync(
            await _bench.MaterialAsync(orders, Csv, checks: [Check(CheckKind.Duplicates, "order_id"), Check(CheckKind.Schema) with { Id = "schema" }]), Cancellation);
        report.Results.Select(result => (result.Check, result.RowsLookedAt)).ShouldBe([("check", 2), ("schema", 3)]);
        report.Results.SelectMany(Lines).ShouldBe(["4", "2"]);
    }

    /// <summary>domain.md 2.7a: of a contract's check each delivery is looked at for itself, so that a month leaves out what its days do.</summary>
    [Theory]
    [InlineData(null, new[] { "orders-2026-11-02.csv|3", "orders-2026-11-03.csv|2" })]
    [InlineData("orders", new[] { "orders-2026-11-02.csv|3" })]
    public async Task a_duplicates_check_of_a_contract_looks_at_each_delivery_for_itself(string? contract, string[] apart)
    {
        var month = DataInterval.Parse("2026-11");
        foreach (var day in month.Days)
        {
            _bench.Write($"orders-{day:yyyy-MM-dd}.csv",
                $"order_id,order_date,amount,kind\n{(day.Day is 2 or 3 ? "A" : $"D{day.Day}")},{day:yyyy-MM-dd},1,sale\n{(day.Day == 2 ? "A,2026-11-02,2,sale\n" : "")}");
        }

        var ingested = await _bench.IngestedAsync(orders, month);
        var check = Check(CheckKind.Duplicates, "order_id") with { Contract = contract };
        var material = new RunMaterial(
            Guid.Empty, month, Workbench.Pipeline(orders, [], [check]), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [], new Dictionary<string, ModelOutput>());
        var result = (await _bench.Checks.InputAsync(material, Cancellation)).Results.ShouldHaveSingleItem();
        _bench.Rows($"quarantine/{result.OffendingFile}.parquet", "__file, __row").ShouldBe(apart);
        result.RowsLookedAt.ShouldBe(31);
    }

    [Fact]
    public async Task a_duplicates_check_of_a_contract_looks_at_each_day_of_a_split_file_for_itself()
    {
        var month = DataInterval.Parse("2026-11");
        var split = orders with { Path = "orders.csv", Split = "order_date" };
        _bench.Write("orders.csv", "order_id,order_date,amount,kind\nA,2026-11-02,1,sale\nA,2026-11-02,1,sale\nA,2026-11-03,1,sale\nZ,2026-12-03,1,sale\n");
        var ingested = await _bench.IngestedAsync(split, month);
        var material = new RunMaterial(
            Guid.Empty, month, Workbench.Pipeline(split, [], [Check(CheckKind.Duplicates, "order_id") with { Contract = "orders" }]),
            new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [], new Dictionary<string, ModelOutput>());
        Lines((await _bench.Checks.InputAsync(material, Cancellation)).Results.ShouldHaveSingleItem()).ShouldBe(["3"]);
    }

    /// <summary>As online shops export invoices: the quantity has the sign, the price has none, and no column has the amount.</summary>
    [Theory]
    [InlineData("quantity < 0 and invoice like 'C%'", 1, 1, new[] { "4", "5" })]
    [InlineData("quantity < 0", 0, 2, new[] { "5" })]
    [InlineData(null, 2, 0, new[] { "3", "4", "5" })]
    public async Task refunds_are_recognised_where_the_sign_is_in_the_quantity(string? refundWhen, int negative, int refunds, string[] lines)
    {
        var invoices = new SourceDefinition(
            "orders", "orders-{date:yyyy-MM-dd}.csv", null, new(),
            new("orders", 1, [new("invoice", "varchar"), new("stock_code", "varchar"), new("quantity", "integer"), new("unit_price", "decimal(19,4)")], [],
                refundWhen)
            { Amount = "quantity * unit_price" });
        const string Csv = "invoice,stock_code,quantity,unit_price\n536365,85123A,6,2.55\nC536379,85123A,-1,27.50\n536589,21777,-10,0.10\n536414,22139,56,\n";
        var report = await _bench.Checks.InputAsync(await _bench.MaterialAsync(invoices, Csv, checks: [Check(CheckKind.Schema)]), Cancellation);

        var result = report.Results.ShouldHaveSingleItem();
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["null"] = 1, ["negative"] = negative, ["refund"] = refunds, ["rejected"] = 0 });
        Lines(result).ShouldBe(lines);
        result.RowsLookedAt.ShouldBe(4);
    }

    [Fact]
    public async Task an_accepted_values_check_names_the_other_values()
    {
        var result = await InputAsync(Check(CheckKind.AcceptedValues, "kind") with { Values = ["sale", "refund"] });
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["gift"] = 1 });
        Lines(result).ShouldBe(["8"]);
    }

    [Theory]
    [InlineData(8, 8, CheckOutcome.Passed, 8)]
    [InlineData(9, null, CheckOutcome.Failed, 9)]
    [InlineData(null, 7, CheckOutcome.Failed, 7)]
    public async Task a_row_count_check_passes_between_its_bounds_and_fails_outside(int? least, int? most, CheckOutcome outcome, int expected)
    {
        var result = await InputAsync(Check(CheckKind.RowCount) with { Least = least, Most = most, Action = CheckAction.Block });
        (result.Outcome, result.Actual, result.Expected, result.Unit).ShouldBe((outcome, 8m, expected, "rows"));
    }

    [Theory]
    [InlineData("2026-11-22", 0, CheckOutcome.Passed, 0)]
    [InlineData("2026-11-21", 24, CheckOutcome.Passed, 24)]
    [InlineData("2026-11-21", 23, CheckOutcome.Failed, 24)]
    public async Task freshness_is_the_age_of_the_newest_value_at_the_end_of_the_interval(string newest, int atMost, CheckOutcome outcome, int age)
    {
        var result = await InputAsync(
            Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromHours(atMost), Action = CheckAction.Partial },
            $"order_id,order_date,amount,kind\nA,2026-11-01,1,sale\nB,{newest},1,sale\n");
        (result.Outcome, result.Actual, result.Expected, result.Unit).ShouldBe((outcome, age, atMost, "hours"));
    }

    [Fact]
    public async Task freshness_is_not_fooled_by_a_row_in_the_future()
    {
        var check = Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromHours(24), Action = CheckAction.Partial };
        var stale = await InputAsync(check, "order_id,order_date,amount,kind\nA,2026-11-01,1,sale\nB,2099-01-01,1,sale\n");
        (stale.Outcome, stale.Actual, stale.RowsLookedAt).ShouldBe((CheckOutcome.Failed, 21m * 24, 2));
        stale.Kinds.ShouldBe(new Dictionary<string, long> { ["beyond"] = 1 });
        stale.Detail.ShouldBe("the newest is of 2026-11-02 00:00, 1 row lies beyond the end of the interval");

        (await InputAsync(check, "order_id,order_date,amount,kind\nA,2026-11-22,1,sale\nB,2099-01-01,1,sale\n")).Outcome.ShouldBe(CheckOutcome.Passed);
        (await InputAsync(check, "order_id,order_date,amount,kind\nB,2026-11-23,1,sale\n")).Outcome.ShouldBe(CheckOutcome.Failed, "Nothing is of the day itself.");
    }

    [Fact]
    public async Task a_freshness_check_without_rows_fails() =>
        (await InputAsync(Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromDays(9), Action = CheckAction.Partial }, "order_id,order_date,amount,kind\n"))
            .Outcome.ShouldBe(CheckOutcome.Failed);

    [Fact]
    public async Task a_custom_check_marks_rows_by_a_predicate()
    {
        var result = await InputAsync(Check(CheckKind.Custom) with { Where = "kind = 'gift' and amount > 0" });
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["marked"] = 1 });
        Lines(result).ShouldBe(["8"]);
    }

    [Fact]
    public async Task a_custom_check_selects_rows_over_anything_that_the_run_reads()
    {
        const string Sql = "select order_id, sum(amount) as total from orders group by all having total > 40";
        var result = await InputAsync(Check(CheckKind.Custom) with { Sql = Sql, Action = CheckAction.Block });
        (result.Outcome, result.OffendingRows).ShouldBe((CheckOutcome.Failed, 1));
        _bench.Rows($"quarantine/{result.OffendingFile}.parquet", "order_id, total").ShouldBe(["A|50.0000"]);
        (await InputAsync(Check(CheckKind.Custom) with { Sql = "select * from read_csv('/etc/passwd')", Action = CheckAction.Block })).Outcome.ShouldBe(CheckOutcome.Errored);
    }

    [Fact]
    public async Task a_completeness_check_names_the_dates_that_are_absent()
    {
        var source = orders with { Path = "orders-{date:yyyy-MM}.csv" };
        var check = Check(CheckKind.Completeness, "order_date") with { Action = CheckAction.Partial };
        var days = DataInterval.Parse("2026-11").Days.Where(day => day.Day is not (7 or 9)).Select(day => $"A,{day:yyyy-MM-dd},1,sale\n");
        _bench.Write("orders-2026-11.csv", $"order_id,order_date,amount,kind\n{string.Concat(days)}");
        var ingested = await _bench.IngestedAsync(source, DataInterval.Parse("2026-11"));
        var material = new RunMaterial(
            Guid.Empty, DataInterval.Parse("2026-11"), Workbench.Pipeline(source, [], [check]), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [],
            new Dictionary<string, ModelOutput>());

        var result = (await _bench.Checks.InputAsync(material, Cancellation)).Results.ShouldHaveSingleItem();
        (result.Outcome, result.Actual, result.Expected, result.Unit, result.Detail).ShouldBe((CheckOutcome.Failed, 28m, 30m, "days", "without 2026-11-07, 2026-11-09"));

        var weekdays = source with { Calendar = new([DayOfWeek.Sunday]) };
        var onSundays = material with { Definition = Workbench.Pipeline(weekdays, [], [check]) };
        (await _bench.Checks.InputAsync(onSundays, Cancellation)).Results[0].Outcome.ShouldBe(CheckOutcome.Passed, "Neither of the absent days is a Sunday.");
    }

    [Fact]
    public async Task an_anomaly_is_a_value_far_from_its_own_history()
    {
        var check = new CheckDefinition("profit", 1, CheckKind.Anomaly, "summary", [], CheckSeverity.Warn, CheckAction.Continue)
        {
            Value = "sum(amount)",
            History = Window.Parse("trailing(P60D)"),
            Least = 28,
        };
        (await AnomalyAsync(check, 27, 100)).ShouldSatisfyAllConditions(
            result => result.Outcome.ShouldBe(CheckOutcome.NotEnoughHistory),
            result => result.Detail.ShouldBe("27 earlier intervals, and 28 are needed"));
        (await AnomalyAsync(check, 40, 101)).Outcome.ShouldBe(CheckOutcome.Passed);
        (await AnomalyAsync(check, 40, 150)).ShouldSatisfyAllConditions(
            result => result.Outcome.ShouldBe(CheckOutcome.Warned),
            result => result.Actual.ShouldBe(150),
            result => result.Expected!.Value.ShouldBeInRange(98, 104),
            result => result.Detail.ShouldNotBeNull().ShouldContain("from 40 earlier intervals"));
    }

    [Fact]
    public async Task a_completeness_check_takes_a_days_empty_file_for_no_gap_and_rows_of_another_day_for_one()
    {
        var check = Check(CheckKind.Completeness, "order_date") with { Action = CheckAction.Partial };
        var empty = await InputAsync(check, "order_id,order_date,amount,kind\n");
        (empty.Outcome, empty.Actual, empty.Detail, empty.RowsLookedAt).ShouldBe((CheckOutcome.Passed, 1m, "empty by its own file: 2026-11-22", 0));

        var other = await InputAsync(check, "order_id,order_date,amount,kind\nA,2026-11-21,1,sale\n");
        (other.Outcome, other.Detail).ShouldBe((CheckOutcome.Failed, "without 2026-11-22"));
    }

    /// <summary>domain.md 2.5: what a person has said to be empty, and what its calendar expects nothing of, lacks nothing.</summary>
    [Theory]
    [InlineData(true, false, CheckOutcome.Passed, CheckOutcome.NotEnoughHistory)]
    [InlineData(false, true, CheckOutcome.Passed, CheckOutcome.NotEnoughHistory)]
    [InlineData(false, false, CheckOutcome.Failed, CheckOutcome.Failed)]
    public async Task checks_miss_nothing_of_a_source_of_which_nothing_was_to_come(bool isConfirmed, bool isOff, CheckOutcome complete, CheckOutcome others)
    {
        CheckDefinition[] checks =
        [
            Check(CheckKind.Completeness, "order_date"), Check(CheckKind.Completeness), Check(CheckKind.RowCount) with { Least = 1 },
            Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromDays(1) },
        ];
        var source = isOff ? orders with { Calendar = new([DayOfWeek.Monday]) } : orders;
        var none = new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = [] };
        var material = new RunMaterial(
            Guid.Empty, Workbench.Day, Workbench.Pipeline(source, [], checks), none, [], new Dictionary<string, ModelOutput>())
        { ConfirmedEmpty = isConfirmed ? ["orders"] : [] };

        var results = (await _bench.Checks.InputAsync(material, Cancellation)).Results;
        results.Select(result => result.Outcome).ShouldBe([complete, complete, others, others]);
    }

    [Fact]
    public async Task no_check_looks_at_a_source_that_is_not_due_nor_compares_with_it()
    {
        var returns = orders with { Id = "returns" };
        CheckDefinition[] checks =
        [
            Check(CheckKind.Completeness, "order_date") with { Target = "returns", Id = "gap" },
            Check(CheckKind.Custom) with { Id = "compared", Sql = "select * from orders where order_id not in (select order_id from returns)" },
            Check(CheckKind.Custom) with { Id = "own", Sql = "select * from orders where kind = 'returns' -- as the returns have it" },
            new("sum", 1, CheckKind.Reconciliation, "summary", [], CheckSeverity.Critical, CheckAction.Block, "sum(amount)", new("orders", "sum(amount)")) { Also = [new("returns", "sum(amount)")] },
        ];
        var material = await _bench.MaterialAsync(orders, Planted, [Workbench.Model("select amount from orders", "amount decimal(19,4)")]);
        var pipeline = material.Definition with { Sources = [orders, returns], Checks = checks };
        material = material with { Definition = pipeline, Sources = material.Sources.Append(new("returns", [])).ToDictionary(), NotYetDue = ["returns"] };

        (await _bench.Checks.InputAsync(material, Cancellation)).Results.Select(result => result.Check).ShouldBe(["own"]);
        (await _bench.Checks.OutputAsync(await _bench.TransformedAsync(material), Cancellation)).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_check_that_reads_a_model_which_has_not_run_is_not_evaluated()
    {
        var month = new ModelDefinition("month", Grain.Month, "select sum(amount) as amount from orders", null);
        var check = new CheckDefinition(
            "shares", 1, CheckKind.Custom, "summary", [], CheckSeverity.Error, CheckAction.Block)
        { Sql = "select * from summary where amount > (select amount from month)" };
        var done = await _bench.TransformedAsync(
            await _bench.MaterialAsync(orders, "order_id,order_date,amount,kind\nA,2026-11-22,10,sale\n", [Workbench.Model("select amount from orders"), month], [check]));

        (await _bench.Checks.OutputAsync(done, Cancellation)).Results.ShouldHaveSingleItem().Outcome.ShouldBe(CheckOutcome.Passed);
        var onAnotherDay = done with { Models = done.Models.Where(model => model.Key != "month").ToDictionary() };
        (await _bench.Checks.OutputAsync(onAnotherDay, Cancellation)).Results.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            result => result.Outcome.ShouldBe(CheckOutcome.NotEnoughHistory),
            result => result.Standing.ShouldBe(CheckStanding.NotEvaluated),
            result => result.Detail.ShouldBe("It reads 'month', which has not run in this run."));
    }

    [Fact]
    public async Task an_anomaly_check_takes_a_day_without_rows_for_0()
    {
        var check = new CheckDefinition("profit", 1, CheckKind.Anomaly, "summary", [], CheckSeverity.Warn, CheckAction.Continue) { Value = "sum(amount)", Least = 28 };
        (await AnomalyAsync(check, 40, null)).ShouldSatisfyAllConditions(
            result => result.Outcome.ShouldBe(CheckOutcome.Warned),
            result => result.Actual.ShouldBe(0),
            result => result.RowsLookedAt.ShouldBe(0));
        (await AnomalyAsync(check, 40, 100, ago => ago % 7 == 3 ? null : 100)).Outcome.ShouldBe(CheckOutcome.Passed, "On one day of the week nothing is sold, on the others as much as today.");
        (await AnomalyAsync(check, 40, 100, _ => null)).Outcome.ShouldBe(CheckOutcome.Warned, "There was never anything.");
        (await AnomalyAsync(check, 40, 100, _ => 100)).Outcome.ShouldBe(CheckOutcome.Passed);
        (await AnomalyAsync(check, 40, 101.5m, _ => 100)).Outcome.ShouldBe(CheckOutcome.Passed, "A hundredth and a half more than ever before is noise.");
        (await AnomalyAsync(check with { Floor = 0 }, 40, 101.5m, _ => 100)).Outcome.ShouldBe(CheckOutcome.Warned, "Unless somebody wants to know.");
    }

    [Fact]
    public async Task a_reconciliation_adds_several_sources()
    {
        var returns = orders with { Id = "returns", Path = "returns-{date:yyyy-MM-dd}.csv" };
        var model = Workbench.Model("select sum(amount) as amount from (select amount from orders union all select amount from returns)", "amount decimal(19,4)");
        var check = new CheckDefinition("totals", 1, CheckKind.Reconciliation, "summary", [], CheckSeverity.Critical, CheckAction.Block, "sum(amount)", new("orders", "sum(amount)"))
        {
            Also = [new("returns", "sum(amount)")],
        };
        var apart = Check(CheckKind.NonNegative, "amount") with { Target = "returns", Id = "returns-negative" };
        _bench.Write("orders-2026-11-22.csv", "order_id,order_date,amount,kind\nA,2026-11-22,10,sale\nB,2026-11-22,0.5,sale\n");
        _bench.Write("returns-2026-11-22.csv", "order_id,order_date,amount,kind\nR,2026-11-22,7,sale\nS,2026-11-22,-3,sale\n");
        var pipeline = new PipelineDefinition("daily", "profit", Audience.Investors, Grain.Day, "UTC", [orders, returns], [model], [apart, check], []);
        var files = new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = (await _bench.IngestedAsync(orders)).Files, ["returns"] = (await _bench.IngestedAsync(returns)).Files };
        var material = new RunMaterial(Guid.Empty, Workbench.Day, pipeline, files, [], new Dictionary<string, ModelOutput>());
        var inputs = await _bench.Checks.InputAsync(material, Cancellation);
        var done = await _bench.TransformedAsync(material with { Quarantine = inputs.Quarantined });

        var result = (await _bench.Checks.OutputAsync(done, Cancellation)).Results.ShouldHaveSingleItem();
        (result.Outcome, result.Actual, result.Expected, result.RowsLookedAt).ShouldBe((CheckOutcome.Passed, 17.5m, 17.5m, 5), result.Error);

        var one = await _bench.Checks.OutputAsync(done with { Definition = pipeline with { Checks = [check with { Also = null }] } }, Cancellation);
        (one.Results[0].Outcome, one.Results[0].Expected).ShouldBe((CheckOutcome.Failed, 10.5m));
    }

    async Task<CheckResult> AnomalyAsync(CheckDefinition check, int days, decimal? now, Func<int, decimal?>? before = null)
    {
        var model = Workbench.Model("select order_date as day, sum(amount) as amount from orders group by all", "day date", "amount decimal(19,4)");
        var earlier = new List<EarlierInterval>();
        for (var ago = days; ago > 0; ago--)
        {
            var past = await MaterialOfAsync(model, before is null ? 100 + (ago % 4) : before(ago));
            earlier.Add(new(DataInterval.Day(Workbench.Day.First.AddDays(-ago)), past.Sources, [], past.Models) { MadeBy = past.Definition });
        }

        var material = await MaterialOfAsync(model, now);
        return (await _bench.Checks.OutputAsync(material with { Definition = Workbench.Pipeline(orders, [model], [check]), Earlier = earlier }, Cancellation)).Results.ShouldHaveSingleItem();
    }

    // A day without an amount is one without a row.
    async Task<RunMaterial> MaterialOfAsync(ModelDefinition model, decimal? amount) => await _bench.TransformedAsync(
        await _bench.MaterialAsync(
            orders, string.Create(CultureInfo.InvariantCulture, $"order_id,order_date,amount,kind\n{(amount is null ? "" : FormattableString.Invariant($"A,2026-11-22,{amount},sale\n"))}"), [model]));
}
