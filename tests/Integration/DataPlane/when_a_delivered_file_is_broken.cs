using System.Runtime.Versioning;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

[UnsupportedOSPlatform("windows")]
public sealed class when_a_delivered_file_is_broken : IDisposable
{
    const string File = "orders-2026-11-22.csv";
    const string Header = "order_id,order_date,amount\n";

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    async Task<StepError> RefusalOf(string text)
    {
        _bench.Write(File, text);
        return await _bench.RefusalAsync(Workbench.Orders());
    }

    [Theory]
    [InlineData("A,2026-11-22,10\nB,2026-11-22,ten\n", "line 3, column 'amount'", "'ten' is not a decimal(19,4)")]
    [InlineData("A,2026-11-22,10\nB,22.11.2026,10\n", "line 3, column 'order_date'", "'22.11.2026' is not a date such as 2026-11-22")]
    [InlineData("A,11/22/2026,10\n", "line 2, column 'order_date'", "'11/22/2026' is not a date")]
    [InlineData("A,01/02/03,10\n", "line 2, column 'order_date'", "'01/02/03' is not a date")]
    [InlineData("A,2026-11-22 13:45,10\n", "line 2, column 'order_date'", "'2026-11-22 13:45' is not a date")]
    [InlineData("A,2026-02-30,10\n", "line 2, column 'order_date'", "'2026-02-30' is not a date")]
    [InlineData("A,2026-11-22,\"1,000.00\"\n", "line 2, column 'amount'", "'1,000.00' is not a decimal(19,4)")]
    [InlineData("A,2026-11-22,10.00005\n", "line 2, column 'amount'", "'10.00005' is not a decimal(19,4): a number with a decimal point and at most 4 places")]
    [InlineData("A,2026-11-22,1e-7\n", "line 2, column 'amount'", "'1e-7' is not a decimal(19,4)")]
    [InlineData("A,2026-11-22,12345678901234567890\n", "line 2, column 'amount'", "'12345678901234567890' is not a decimal(19,4)")]
    public async Task a_value_of_the_wrong_type_refuses_its_file_and_is_named_with_line_and_column(string rows, string where, string what)
    {
        var error = await RefusalOf(Header + rows);
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe($"{File}, {where}");
        error.Message.ShouldStartWith(what);
        error.Remedy.ShouldContain("contract 'orders' (version 1)");
    }

    [Fact]
    public async Task a_refused_value_is_named_with_the_files_line_even_behind_line_breaks_and_blank_lines()
    {
        var error = await RefusalOf($"{Header}\"A\nwith\nbreaks\",2026-11-22,10\n\nB,2026-11-22,ten\n");
        error.Place.ShouldBe($"{File}, line 6, column 'amount'");
    }

    [Fact]
    public async Task too_many_rows_that_do_not_fit_refuse_the_file_with_their_count_and_the_first()
    {
        var error = await RefusalOf(Header + string.Concat(Enumerable.Range(0, 30_000).Select(row => $"{row},2026-11-22,{(row >= 9_000 && row % 10 == 0 ? "x" : "1")}\n")));
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe($"{File}, line 9002, column 'amount'");
        error.Message.ShouldEndWith("2100 of the file's 30000 rows do not fit the contract, and at most 5 % may.");
        error.Remedy.ShouldContain("`most_rejects`");
    }

    [Fact]
    public async Task a_long_value_is_shortened_in_the_refusal_of_its_file()
    {
        var error = await RefusalOf($"{Header}A,2026-11-22,{new string('9', 500)}x\n");
        error.Message.ShouldStartWith($"'{new string('9', 40)}...' is not");
    }

    [Theory]
    [InlineData("whole number", "integer", "1.5")]
    [InlineData("whole number", "integer", "99999999999")]
    [InlineData("whole number", "bigint", "1e-1")]
    [InlineData("true or false", "boolean", "perhaps")]
    [InlineData("a time such as", "timestamp", "2026-11-22 25:00:00")]
    [InlineData("a double", "double", "nan")]
    public async Task a_column_of_each_type_takes_only_values_that_it_can_hold(string wanted, string type, string value)
    {
        _bench.Write("orders.csv", $"a,b\n1,{value}\n");
        var error = await _bench.RefusalAsync(Workbench.Source("orders.csv", "a varchar", $"b {type}"));
        error.Place.ShouldBe("orders.csv, line 2, column 'b'");
        error.Message.ShouldContain($"'{value}' is not");
        error.Message.ShouldContain(wanted);
    }

    [Fact]
    public async Task a_missing_column_is_named_with_the_columns_that_the_file_has()
    {
        var error = await RefusalOf("order_id,order_date,customer,note\nA,2026-11-22,x,y\n");
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe($"{File}, line 1, column 'amount'");
        error.Message.ShouldBe("The column is missing; the file has order_id, order_date, customer, note.");
    }

    [Theory]
    [InlineData("order_id,order_date,Amount\n", "'Amount'")]
    [InlineData("order_id,order_date,amont\n", "'amont'")]
    [InlineData("order_id,order_date,turnover\n", "'turnover'")]
    public async Task a_column_that_looks_like_the_new_name_of_a_missing_one_is_pointed_out(string header, string name) =>
        (await RefusalOf(header)).Message.ShouldEndWith($"{name} looks like its new name.");

    [Fact]
    public async Task a_file_whose_header_has_a_column_twice_is_refused() =>
        (await RefusalOf("order_id,order_date,amount,amount\nA,2026-11-22,1,2\n")).Message.ShouldBe("The column 'amount' stands 2 times in the header.");

    [Theory]
    [InlineData("A,2026-11-22,10\nB,2026-11-22,\"20\n", "line 3", "never ends")]
    [InlineData("A,2026-11-22,10\nB,2026-11-22\n", "line 3", "The row has 2 of 3 columns.")]
    [InlineData("A,2026-11-22,10\nB,20", "line 3", "The row has 2 of 3 columns.")]
    [InlineData("A,2026-11-22,10,x\n", "line 2", "The row has 4 columns, the header 3.")]
    [InlineData("A,2026-11-22,10,\n", "line 2", "The row has 4 columns, the header 3.")]
    [InlineData("A,2026-11-22,10\n\"A\"B,2026-11-22,10\n", "line 3", "Text follows the closing quote of a value.")]
    [InlineData("A,2026-11-22,10\r\nB,2026-11-22,10\n", "line 2", "The line ends with CR LF, the lines before it with LF.")]
    [InlineData("A\rB,2026-11-22,10\n", "line 2", "There is a CR inside the line.")]
    [InlineData("A\0B,2026-11-22,10\n", "line 2", "There is a zero byte (at byte 28).")]
    public async Task a_file_that_is_cut_off_or_no_csv_is_refused_with_the_line(string rows, string where, string what)
    {
        var error = await RefusalOf(Header + rows);
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe($"{File}, {where}");
        error.Message.ShouldContain(what);
    }

    [Fact]
    public async Task bytes_that_are_no_utf8_are_named_with_their_place()
    {
        _bench.Write(File, [.. System.Text.Encoding.UTF8.GetBytes($"{Header}A,2026-11-22,10\ncaf"), 0xe9, .. ",2026-11-22,10\n"u8.ToArray()]);
        var error = await _bench.RefusalAsync(Workbench.Orders());
        error.Place.ShouldBe($"{File}, line 3");
        error.Message.ShouldBe("The bytes are not UTF-8 (at byte 46, value 0xe9).");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    public async Task a_file_without_a_header_is_refused_as_empty(string text) =>
        (await RefusalOf(text)).Message.ShouldBe("The file is empty: it has no header.");

    [Fact]
    public async Task a_folder_in_place_of_a_file_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_bench.Data, File));
        var error = await _bench.RefusalAsync(Workbench.Orders());
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldBe("This is a folder, not a file.");
    }

    [Fact]
    public async Task a_device_in_place_of_a_file_is_refused()
    {
        System.IO.File.CreateSymbolicLink(Path.Combine(_bench.Data, File), "/dev/zero");
        (await _bench.RefusalAsync(Workbench.Orders())).Message.ShouldBe("This is something else, not a file.");
    }

    [Theory]
    [InlineData("||", "\"")]
    [InlineData("", "\"")]
    [InlineData(",", "«")]
    public async Task a_delimiter_or_quote_that_is_not_one_ascii_character_is_refused(string delimiter, string quote)
    {
        _bench.Write(File, Header);
        (await _bench.RefusalAsync(Workbench.Orders() with { Csv = new(delimiter, quote) })).Message.ShouldBe("Its delimiter or quote is not one ASCII character.");
    }

    [Fact]
    public async Task a_file_that_may_not_be_read_is_a_permanent_error()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root reads every file");
        System.IO.File.SetUnixFileMode(_bench.Write(File, Header), UnixFileMode.None);
        var error = await _bench.RefusalAsync(Workbench.Orders());
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldBe("The file cannot be read: permission denied.");
    }

    [Theory]
    [InlineData("../orders.csv")]
    [InlineData("/etc/passwd")]
    public async Task a_path_out_of_the_data_folder_is_refused(string path) =>
        (await _bench.RefusalAsync(Workbench.Orders(path))).Message.ShouldBe("The path leads out of the data folder.");

    [Fact]
    public async Task nothing_of_a_broken_file_stays_in_the_lake()
    {
        await RefusalOf($"{Header}A,2026-11-22,ten\n");
        Directory.EnumerateFiles(_bench.Lake.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_row_for_which_the_split_gives_no_date_is_named_with_its_line()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-22,10\nB,,10\n");
        var error = await _bench.RefusalAsync(Workbench.Orders("orders.csv", split: "order_date"));
        error.Place.ShouldBe("orders.csv, line 3, column 'order_date'");
        error.Message.ShouldStartWith("'order_date' gives no date for this row, so it belongs to no interval.");
    }
}
