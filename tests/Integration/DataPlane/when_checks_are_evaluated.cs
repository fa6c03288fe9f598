using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_checks_are_evaluated : IDisposable
{
    // Planted: a null on line 3, negatives on 4 and 6 of which R1 is a refund, the key A twice (lines 2 and 7).
    const string Planted = "order_id,order_date,amount\nA,2026-11-22,10\nB,2026-11-22,\nC,2026-11-22,-5\nD,2026-11-22,20\nR1,2026-11-22,-7\nA,2026-11-22,30\n,2026-11-22,1\n,2026-11-22,2\n";

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static CheckDefinition Check(CheckKind kind, string column, CheckAction action = CheckAction.Continue, CheckSeverity severity = CheckSeverity.Error) =>
        new($"orders-{kind}", 3, kind, "orders", [column], severity, action);

    static CheckDefinition Reconciled(string total = "sum(amount)", string against = "sum(amount)", decimal tolerance = 0) =>
        new("totals", 1, CheckKind.Reconciliation, "summary", [], CheckSeverity.Critical, CheckAction.Block, total, new("orders", against), tolerance);

    async Task<(RunMaterial Material, CheckReport Report)> Input(string? refundWhen, params CheckDefinition[] checks)
    {
        var material = await _bench.MaterialAsync(
            Workbench.Orders(refundWhen: refundWhen), Planted, [Workbench.Model("select order_id, amount from orders", "order_id varchar", "amount decimal(19,4)")], checks);
        return (material, await _bench.Checks.InputAsync(material, Cancellation));
    }

    IReadOnlyList<string> Offending(CheckResult result, string columns = "__file, __row, order_id") => _bench.Rows($"quarantine/{result.OffendingFile}.parquet", columns);

    [Fact]
    public async Task a_not_null_check_finds_nulls_and_nothing_else()
    {
        var (_, report) = await Input(null, Check(CheckKind.NotNull, "amount"));
        var result = report.Results.ShouldHaveSingleItem();
        result.Outcome.ShouldBe(CheckOutcome.Failed);
        (result.Actual, result.Expected, result.Unit, result.OffendingRows, result.Version).ShouldBe((1m, 0m, "rows", 1, 3));
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["null"] = 1 });
        Offending(result).ShouldBe(["orders-2026-11-22.csv|3|B"]);
        report.Quarantined.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_non_negative_check_counts_negatives_and_nulls_and_lets_refunds_through()
    {
        var (_, report) = await Input("order_id like 'R%'", Check(CheckKind.NonNegative, "amount"));
        var result = report.Results.ShouldHaveSingleItem();
        result.OffendingRows.ShouldBe(2);
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["null"] = 1, ["negative"] = 1, ["refund"] = 1 });
        Offending(result).ShouldBe(["orders-2026-11-22.csv|3|B", "orders-2026-11-22.csv|4|C"]);
    }

    [Fact]
    public async Task a_unique_check_reports_repeated_keys_with_all_their_rows()
    {
        var (_, report) = await Input(null, Check(CheckKind.Unique, "order_id"), Check(CheckKind.Unique, "order_date") with { Columns = ["order_id", "amount"] });
        Offending(report.Results[0]).ShouldBe(["orders-2026-11-22.csv|2|A", "orders-2026-11-22.csv|7|A", "orders-2026-11-22.csv|8|null", "orders-2026-11-22.csv|9|null"]);
        report.Results[0].Kinds.ShouldBe(new Dictionary<string, long> { ["duplicate"] = 4 });
        report.Results[0].RowsLookedAt.ShouldBe(8);
        report.Results[1].Outcome.ShouldBe(CheckOutcome.Passed);
        report.Results[1].OffendingFile.ShouldBeNull();
    }

    [Theory]
    [InlineData(CheckSeverity.Info, CheckOutcome.Warned)]
    [InlineData(CheckSeverity.Warn, CheckOutcome.Warned)]
    [InlineData(CheckSeverity.Error, CheckOutcome.Failed)]
    [InlineData(CheckSeverity.Critical, CheckOutcome.Failed)]
    public async Task the_severity_of_a_check_says_whether_offending_rows_warn_or_fail(CheckSeverity severity, CheckOutcome outcome)
    {
        var (_, report) = await Input(null, Check(CheckKind.NotNull, "amount", severity: severity), Check(CheckKind.NotNull, "order_date", severity: severity));
        report.Results.Select(result => result.Outcome).ShouldBe([outcome, CheckOutcome.Passed]);
    }

    [Fact]
    public async Task quarantined_rows_are_not_seen_by_models_and_are_accounted_for()
    {
        var (material, report) = await Input(
            "order_id like 'R%'", Check(CheckKind.NotNull, "amount", CheckAction.Quarantine), Check(CheckKind.NonNegative, "amount", CheckAction.Quarantine), Reconciled());
        report.Results.Count.ShouldBe(2);
        report.Quarantined.Select(rows => (rows.Source, rows.Check, rows.Rows)).ShouldBe([("orders", "orders-NotNull", 1), ("orders", "orders-NonNegative", 2)]);

        var done = await _bench.TransformedAsync(material with { Quarantine = report.Quarantined });
        _bench.ModelRows(done).ShouldBe(["A|10.0000", "D|20.0000", "R1|-7.0000", "A|30.0000", "null|1.0000", "null|2.0000"]);
        var totals = (await _bench.Checks.OutputAsync(done, Cancellation)).Results.ShouldHaveSingleItem();
        totals.Outcome.ShouldBe(CheckOutcome.Passed);
        (totals.Actual, totals.Expected, totals.Unit).ShouldBe((56m, 56m, "total"));
    }

    [Fact]
    public async Task a_row_that_was_set_apart_is_known_by_its_place_hash_and_occurrence()
    {
        _bench.Write("orders-2026-11-22.csv", "");
        var material = await _bench.MaterialAsync(
            Workbench.Orders(), "order_id,order_date,amount\nX,2026-11-22,\nX,2026-11-22,\nY,2026-11-22,\n", [], [Check(CheckKind.NotNull, "amount", CheckAction.Quarantine)]);
        var first = (await _bench.Checks.InputAsync(material, Cancellation)).Results[0];
        Offending(first, "__row, order_id, __occurrence").ShouldBe(["2|X|1", "3|X|2", "4|Y|1"]);
        Offending(first, "distinct length(__row_hash)").ShouldBe(["64"]);
        Offending(first, "count(distinct __row_hash)").ShouldBe(["2"]);
        (await _bench.Checks.InputAsync(material, Cancellation)).Results[0].OffendingFile.ShouldBe(first.OffendingFile);
    }

    [Theory]
    [InlineData("sum(amount)", "sum(amount)", 0, CheckOutcome.Failed, 10, 51)]
    [InlineData("sum(amount)", "sum(amount)", 41, CheckOutcome.Passed, 10, 51)]
    [InlineData("count(*)", "count(*)", 7, CheckOutcome.Passed, 1, 8)]
    [InlineData("count(*)", "count(*)", 6, CheckOutcome.Failed, 1, 8)]
    public async Task a_reconciliation_fails_where_totals_differ_by_more_than_the_tolerance(string total, string against, decimal tolerance, CheckOutcome outcome, decimal actual, decimal expected)
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), Planted, [Workbench.Model("select * from orders where order_id = 'A' and amount = 10")], [Reconciled(total, against, tolerance)]);
        var result = (await _bench.Checks.OutputAsync(await _bench.TransformedAsync(material), Cancellation)).Results.ShouldHaveSingleItem();
        (result.Outcome, result.Actual, result.Expected).ShouldBe((outcome, actual, expected));
    }

    [Theory]
    [InlineData("avg(amount)", "gives double, a binary float, which is not exact")]
    [InlineData("amount", "is no total: it gives a value for each row")]
    [InlineData("sum(amuont)", "Referenced column \"amuont\" not found")]
    [InlineData("sum(amount) from read_csv('x')", "is not one expression")]
    [InlineData("(select count(*) from read_csv('x'))", "table function read_csv()")]
    [InlineData("sum(amount", "Syntax error")]
    public async Task a_reconciliation_whose_total_cannot_be_taken_is_errored(string total, string error)
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), Planted, [Workbench.Model("select * from orders")], [Reconciled(total)]);
        var result = (await _bench.Checks.OutputAsync(await _bench.TransformedAsync(material), Cancellation)).Results.ShouldHaveSingleItem();
        result.Outcome.ShouldBe(CheckOutcome.Errored);
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }

    [Fact]
    public async Task a_check_that_cannot_run_is_errored_and_the_others_run()
    {
        var (_, report) = await Input(
            "nonsense > 1", Check(CheckKind.NonNegative, "amount"), Check(CheckKind.NotNull, "nothing"), Check(CheckKind.NotNull, "amount"), Check(CheckKind.NonNegative, "order_id"));
        report.Results.Select(result => result.Outcome).ShouldBe([CheckOutcome.Errored, CheckOutcome.Errored, CheckOutcome.Failed, CheckOutcome.Errored]);
        report.Results[0].Error.ShouldNotBeNull().ShouldContain("nonsense");
    }

    [Fact]
    public async Task a_models_rows_are_checked_after_it_ran_and_left_out_when_it_did_not()
    {
        var check = new CheckDefinition("no-duplicates", 1, CheckKind.Unique, "summary", ["order_id"], CheckSeverity.Warn, CheckAction.Continue);
        var material = await _bench.MaterialAsync(Workbench.Orders(), Planted, [Workbench.Model("select order_id, amount from orders", "order_id varchar", "amount decimal(19,4)")], [check]);
        (await _bench.Checks.OutputAsync(material, Cancellation)).Results.ShouldBeEmpty();
        (await _bench.Checks.InputAsync(material, Cancellation)).Results.ShouldBeEmpty();
        var result = (await _bench.Checks.OutputAsync(await _bench.TransformedAsync(material), Cancellation)).Results.ShouldHaveSingleItem();
        (result.Outcome, result.OffendingRows).ShouldBe((CheckOutcome.Warned, 4));
        Offending(result, "order_id, amount, __occurrence").ShouldBe(["A|10.0000|1", "A|30.0000|1", "null|1.0000|1", "null|2.0000|1"]);
    }

    [Fact]
    public async Task a_check_tells_rows_with_the_same_content_in_several_files_apart()
    {
        var source = Workbench.Orders();
        foreach (var day in DataInterval.Parse("2026-11").Days)
        {
            _bench.Write($"orders-{day:yyyy-MM-dd}.csv", "order_id,order_date,amount\nA,2026-11-01,\nB,2026-11-01,5\n");
        }

        var ingested = await _bench.IngestedAsync(source, DataInterval.Parse("2026-11"));
        var pipeline = Workbench.Pipeline(source, [Workbench.Model("select count(*) as n from orders", "n bigint")], [Check(CheckKind.NotNull, "amount", CheckAction.Quarantine)]);
        var material = new RunMaterial(
            Guid.Empty, DataInterval.Parse("2026-11"), pipeline, new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [], new Dictionary<string, ModelOutput>());
        var report = await _bench.Checks.InputAsync(material, Cancellation);
        report.Quarantined.ShouldHaveSingleItem().Rows.ShouldBe(30);
        _bench.ModelRows(await _bench.TransformedAsync(material with { Quarantine = report.Quarantined })).ShouldBe(["30"]);
    }
}
