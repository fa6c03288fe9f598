using System.Globalization;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;

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

    readonly Workbench bench = new();

    public void Dispose() => bench.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static CheckDefinition Check(CheckKind kind, params string[] columns) => new("check", 1, kind, "orders", columns, CheckSeverity.Error, CheckAction.Quarantine);

    async Task<CheckResult> InputAsync(CheckDefinition check, string csv = Planted)
    {
        var report = await bench.Checks.InputAsync(await bench.MaterialAsync(orders, csv, checks: [check]), Cancellation);
        report.Quarantined.Select(rows => rows.Rows).Sum().ShouldBe(check.Action is CheckAction.Quarantine ? report.Results[0].OffendingRows : 0);
        return report.Results.ShouldHaveSingleItem();
    }

    IReadOnlyList<string> Lines(CheckResult result) => bench.Rows($"quarantine/{result.OffendingFile}.parquet", "__row");

    [Fact]
    public async Task schema_counts_what_the_contract_calls_wrong()
    {
        var result = await InputAsync(Check(CheckKind.Schema));
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["null"] = 1, ["negative"] = 1, ["refund"] = 1, ["rejected"] = 0 });
        Lines(result).ShouldBe(["3", "5"]);
    }

    [Fact]
    public async Task duplicates_keep_the_first_row_and_tell_identical_from_conflicting_ones()
    {
        var result = await InputAsync(Check(CheckKind.Duplicates, "order_id"));
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["identical"] = 1, ["conflicting"] = 1 });
        Lines(result).ShouldBe(["4", "6"]);
    }

    [Fact]
    public async Task accepted_values_names_the_others()
    {
        var result = await InputAsync(Check(CheckKind.AcceptedValues, "kind") with { Values = ["sale", "refund"] });
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["gift"] = 1 });
        Lines(result).ShouldBe(["8"]);
    }

    [Theory]
    [InlineData(8, 8, CheckOutcome.Passed, 8)]
    [InlineData(9, null, CheckOutcome.Failed, 9)]
    [InlineData(null, 7, CheckOutcome.Failed, 7)]
    public async Task row_count_is_between_its_bounds(int? least, int? most, CheckOutcome outcome, int expected)
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
            Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromHours(atMost), Action = CheckAction.Partial }, $"order_id,order_date,amount,kind\nA,2026-11-01,1,sale\nB,{newest},1,sale\n");
        (result.Outcome, result.Actual, result.Expected, result.Unit).ShouldBe((outcome, age, atMost, "hours"));
    }

    [Fact]
    public async Task freshness_of_nothing_fails() =>
        (await InputAsync(Check(CheckKind.Freshness, "order_date") with { AtMost = TimeSpan.FromDays(9), Action = CheckAction.Partial }, "order_id,order_date,amount,kind\n"))
            .Outcome.ShouldBe(CheckOutcome.Failed);

    [Fact]
    public async Task custom_marks_rows_by_a_predicate()
    {
        var result = await InputAsync(Check(CheckKind.Custom) with { Where = "kind = 'gift' and amount > 0" });
        result.Kinds.ShouldBe(new Dictionary<string, long> { ["marked"] = 1 });
        Lines(result).ShouldBe(["8"]);
    }

    [Fact]
    public async Task custom_selects_rows_over_anything_the_run_reads()
    {
        const string Sql = "select order_id, sum(amount) as total from orders group by all having total > 40";
        var result = await InputAsync(Check(CheckKind.Custom) with { Sql = Sql, Action = CheckAction.Block });
        (result.Outcome, result.OffendingRows).ShouldBe((CheckOutcome.Failed, 1));
        bench.Rows($"quarantine/{result.OffendingFile}.parquet", "order_id, total").ShouldBe(["A|50.0000"]);
        (await InputAsync(Check(CheckKind.Custom) with { Sql = "select * from read_csv('/etc/passwd')", Action = CheckAction.Block })).Outcome.ShouldBe(CheckOutcome.Errored);
    }

    [Fact]
    public async Task completeness_names_the_dates_that_are_absent()
    {
        var source = orders with { Path = "orders-{date:yyyy-MM}.csv" };
        var check = Check(CheckKind.Completeness, "order_date") with { Action = CheckAction.Partial };
        var days = Slice.Parse("2026-11").Days.Where(day => day.Day is not (7 or 9)).Select(day => $"A,{day:yyyy-MM-dd},1,sale\n");
        bench.Write("orders-2026-11.csv", $"order_id,order_date,amount,kind\n{string.Concat(days)}");
        var ingested = await bench.IngestedAsync(source, Slice.Parse("2026-11"));
        var material = new RunMaterial(
            Guid.Empty, Slice.Parse("2026-11"), Workbench.Pipeline(source, [], [check]), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = ingested.Files }, [],
            new Dictionary<string, ModelOutput>());

        var result = (await bench.Checks.InputAsync(material, Cancellation)).Results.ShouldHaveSingleItem();
        (result.Outcome, result.Actual, result.Expected, result.Unit, result.Detail).ShouldBe((CheckOutcome.Failed, 28m, 30m, "days", "without 2026-11-07, 2026-11-09"));

        var weekdays = source with { Calendar = new([DayOfWeek.Sunday]) };
        var onSundays = material with { Definition = Workbench.Pipeline(weekdays, [], [check]) };
        (await bench.Checks.InputAsync(onSundays, Cancellation)).Results[0].Outcome.ShouldBe(CheckOutcome.Passed, "Neither of the absent days is a Sunday.");
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

    async Task<CheckResult> AnomalyAsync(CheckDefinition check, int days, decimal now)
    {
        var model = Workbench.Model("select order_date as day, sum(amount) as amount from orders group by all", "day date", "amount decimal(19,4)");
        var earlier = new List<EarlierInterval>();
        for (var ago = days; ago > 0; ago--)
        {
            var past = await MaterialOfAsync(model, 100 + (ago % 4));
            earlier.Add(new(Slice.Day(Workbench.Day.First.AddDays(-ago)), past.Sources, [], past.Models));
        }

        var material = await MaterialOfAsync(model, now);
        return (await bench.Checks.OutputAsync(material with { Definition = Workbench.Pipeline(orders, [model], [check]), Earlier = earlier }, Cancellation)).Results.ShouldHaveSingleItem();
    }

    async Task<RunMaterial> MaterialOfAsync(ModelDefinition model, decimal amount) => await bench.TransformedAsync(
        await bench.MaterialAsync(orders, string.Create(CultureInfo.InvariantCulture, $"order_id,order_date,amount,kind\nA,2026-11-22,{amount},sale\n"), [model]));
}
