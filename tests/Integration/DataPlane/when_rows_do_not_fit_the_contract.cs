using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_rows_do_not_fit_the_contract : IDisposable
{
    const string File = "orders-2026-11-22.csv";
    const string Header = "order_id,order_date,amount\n";

    readonly Workbench _bench = new();
    readonly SourceDefinition _orders = Workbench.Orders() with { MostRejects = 0.9m };
    readonly SourceDefinition _split = Workbench.Orders("orders.csv", split: "order_date") with { MostRejects = 0.9m };

    public void Dispose() => _bench.Dispose();

    IReadOnlyList<string> Rejects(IngestedFile file, string columns = "__row, \"column\", value, reason") => _bench.Rows($"rejects/{file.Rejects}.parquet", columns);

    async Task<IngestedFile> FileOf(SourceDefinition source, string dataInterval = "2026-11-22") => (await _bench.IngestedAsync(source, DataInterval.Parse(dataInterval))).Files.Single();

    [Fact]
    public async Task each_row_that_does_not_fit_is_rejected_with_place_and_reason_and_the_others_go_on()
    {
        _bench.Write(File, $"{Header}A,2026-11-22,1\nB,2026-11-22,ten\nC,2026-02-30,ten\nD,2026-11-22\nE,2026-11-22,1,2\n\"F\nG\",2026-11-22,3\n");
        var file = await FileOf(_orders);
        (file.Rows, file.RejectedRows, file.Numbered).ShouldBe((2, 4, true));
        _bench.Rows(_bench.Snapshot(file), "order_id, __row").ShouldBe(["A|2", "F\nG|7"]);
        Rejects(file).ShouldBe(
        [
            "3|amount|ten|not a decimal(19,4): a number with a decimal point and at most 4 places, without thousands separators",
            "4|order_date|2026-02-30|not a date such as 2026-11-22",
            "4|amount|ten|not a decimal(19,4): a number with a decimal point and at most 4 places, without thousands separators",
            "5|null|null|The row has 2 of 3 columns.",
            "6|null|null|The row has 4 columns, the header 3.",
        ]);
        Rejects(file, "__file, raw")[0].ShouldBe($$"""{{File}}|{"order_id":"B","order_date":"2026-11-22","amount":"ten"}""");
        Rejects(file, "raw")[3].ShouldBe("\"D,2026-11-22\"");
    }

    [Fact]
    public async Task a_rejected_value_is_shortened_and_its_raw_row_is_whole()
    {
        _bench.Write(File, $"{Header}A,2026-11-22,1\nB,2026-11-22,{new string('9', 500)}\n");
        var file = await FileOf(_orders);
        Rejects(file, "length(value), length(raw) > 500").ShouldBe(["200|True"]);
    }

    [Fact]
    public async Task five_rows_in_a_hundred_may_be_rejected_unless_the_source_says_another_share()
    {
        _bench.Write(File, Header + string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},2026-11-22,{(row < 5 ? "x" : "1")}\n")));
        (await FileOf(Workbench.Orders())).RejectedRows.ShouldBe(5);
        var error = await _bench.RefusalAsync(Workbench.Orders() with { MostRejects = 0.04m });
        error.Place.ShouldBe($"{File}, line 2, column 'amount'");
        error.Message.ShouldEndWith("5 of the file's 100 rows do not fit the contract, and at most 4 % may.");
        (await _bench.RefusalAsync(Workbench.Orders() with { MostRejects = 0 })).Message.ShouldEndWith("at most 0 % may.");
    }

    [Fact]
    public async Task a_rejected_value_of_a_personal_column_is_not_told()
    {
        _bench.Write(File, $"{Header}A,2026-11-22,secret\n");
        var error = await _bench.RefusalAsync(
            Workbench.Orders() with { Contract = Workbench.Orders().Contract with { Columns = [.. Workbench.Orders().Contract.Columns.Select(column => column with { Personal = true })] } });
        error.Message.ShouldStartWith("The value is not a decimal(19,4)");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task the_same_rows_in_a_file_of_another_name_have_rejects_of_that_name()
    {
        var text = $"{Header}A,2026-11-22,1\nB,2026-11-22,x\n";
        _bench.Write("orders-1.csv", text);
        _bench.Write("orders-2.csv", $"\uFEFF{text}");
        var files = (await _bench.IngestedAsync(_orders with { Path = "orders-?.csv" })).Files;
        files.Select(file => Rejects(file, "__file")[0]).ShouldBe(["orders-1.csv", "orders-2.csv"]);
        files[0].Sha256.ShouldBe(files[1].Sha256);
    }

    [Fact]
    public async Task checks_name_the_lines_of_the_file_as_delivered()
    {
        var check = new CheckDefinition("null", 1, CheckKind.NotNull, "orders", ["amount"], CheckSeverity.Error, CheckAction.Quarantine);
        var material = await _bench.MaterialAsync(
            _orders, $"{Header}A,2026-11-22,x\nB,2026-11-22,\nC,2026-11-22,x\nD,2026-11-22,\nE,2026-11-22,5\n",
            [Workbench.Model("select order_id, amount from orders", "order_id varchar", "amount decimal(19,4)")], [check]);
        var report = await _bench.Checks.InputAsync(material, TestContext.Current.CancellationToken);
        _bench.Rows($"quarantine/{report.Results[0].OffendingFile}.parquet", "__row, order_id").ShouldBe(["3|B", "5|D"]);
        _bench.ModelRows(await _bench.TransformedAsync(material with { Quarantine = report.Quarantined })).ShouldBe(["E|5.0000"]);
    }

    [Fact]
    public async Task rejects_of_a_split_file_belong_to_their_interval_and_those_without_a_date_to_every_one()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-21,1\nB,2026-11-22,x\nC,2026-11-22,1\nD,,1\nE,2026-11-23,1\nF,22.11.2026,1\nG,2026-11-22\n");
        var day = await FileOf(_split);
        (day.Rows, day.RejectedRows, day.Numbered).ShouldBe((1, 4, true));
        _bench.Rows(_bench.Snapshot(day), "order_id, __row").ShouldBe(["C|3"]);
        Rejects(day, "__row, \"column\", value").ShouldBe(["2|amount|x", "5|order_date|null", "7|order_date|22.11.2026", "8|null|null"]);
        var other = await FileOf(_split, "2026-11-21");
        (other.Rows, other.RejectedRows, other.Numbered).ShouldBe((1, 3, false));
        var month = await FileOf(_split, "2026-11");
        (month.Rows, month.RejectedRows).ShouldBe((3, 4));
        _bench.Rows(_bench.Snapshot(month), "order_id, __row").ShouldBe(["A|2", "C|4", "E|5"]);
    }

    [Fact]
    public async Task rejected_rows_of_one_day_leave_the_snapshots_of_the_others_as_they_were()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-21,1\nB,2026-11-22,1\nC,2026-11-22,2\n");
        var before = await FileOf(_split, "2026-11-21");
        var clean = await FileOf(_split);
        _bench.Write("orders.csv", $"{Header}N,,1\nB,2026-11-22,1\nX,2026-11-22,x\nC,2026-11-22,2\nA,2026-11-21,1\n");
        (await FileOf(_split, "2026-11-21")).Sha256.ShouldBe(before.Sha256);
        (await FileOf(_split)).Sha256.ShouldNotBe(clean.Sha256);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, "order_date")]
    [InlineData(4, "order_date")]
    public async Task accepted_and_rejected_rows_together_are_all_rows_of_the_file(int seed, string? by)
    {
        var random = new Random(seed);
        string[] dates = ["2026-11-21", "2026-11-22", "2026-11-23"];
        var planted = Enumerable.Range(0, 20_000).Select(row => (Row: row + 2, Day: dates[random.Next(3)], Defect: random.Next(10))).ToList();
        _bench.Write("orders.csv", Header + string.Concat(planted.Select(row => row.Defect switch
        {
            0 => $"{row.Row},{row.Day},x\n",
            1 => $"{row.Row},{row.Day}\n",
            2 => $"{row.Row},{row.Day},1,2\n",
            _ => $"{row.Row},{row.Day},{row.Row}.5\n",
        })));
        var source = _split with { Split = by, Reference = by is null };
        var files = by is null ? [await FileOf(source)] : new[] { await FileOf(source, dates[0]), await FileOf(source, dates[1]), await FileOf(source, dates[2]) };
        var accepted = files.SelectMany(file => _bench.Rows(_bench.Snapshot(file), "order_id")).Select(int.Parse).Order().ToList();
        accepted.ShouldBe(planted.Where(row => row.Defect > 2).Select(row => row.Row));
        var rejected = files.SelectMany(file => Rejects(file, "coalesce(raw->>'order_id', split_part(trim(raw, '\"'), ',', 1))")).Select(int.Parse).Distinct().Order().ToList();
        rejected.ShouldBe(planted.Where(row => row.Defect <= 2).Select(row => row.Row));
        if (by is null)
        {
            _bench.Rows(_bench.Snapshot(files[0]), "__row - order_id::bigint").Distinct().ShouldBe(["0"]);
        }
    }
}
