using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Integration.DataPlane.DescribedFiles;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>domain.md 1.5: a contract names the names that a column bears in files, and from when on they have it.</summary>
public sealed class when_columns_have_other_names_in_files : IDisposable
{
    static readonly Column id = Column("order_id varchar", "Order ID", "InvoiceNo");
    static readonly Column amount = Column("amount decimal(19,4)", "Betrag (€)");

    readonly DescribedFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("Order ID,Betrag (€)\nA,1.5\n")]
    [InlineData("Betrag (€),note, InvoiceNo \n1.5,x,A\n")]
    [InlineData("\uFEFF\"Order ID\",\"Betrag (€)\"\nA,1.5\n")]
    [InlineData("order_id,amount\nA,1.5\n")]
    [InlineData("order_id,Order ID,Betrag (€)\nB,A,1.5\n")]
    public async Task a_column_of_csv_is_found_by_its_names_and_by_its_own_where_there_is_none_of_them(string text)
    {
        _files.Bench.Write("x.csv", text);
        (await _files.RowsAsync(Source("x.csv", Contract(id, amount)))).ShouldBe(["A|1.5000"]);
    }

    [Fact]
    public async Task a_name_belongs_to_the_column_that_is_called_by_it_in_files()
    {
        _files.Bench.Write("x.csv", "Order ID,order_id\nA,7\n");
        var source = Source("x.csv", Contract(id, Column("line integer", "order_id")));
        (await _files.RowsAsync(source)).ShouldBe(["A|7"]);
        _files.Bench.Write("x.csv", "order_id\n7\n");
        (await _files.RefusalAsync(source)).Message.ShouldStartWith("The column is missing under each of its names ('Order ID', 'InvoiceNo'); the file has order_id.");
    }

    [Fact]
    public async Task two_names_of_a_column_in_one_header_refuse_the_file()
    {
        _files.Bench.Write("x.csv", "InvoiceNo,Order ID\nA,B\n");
        var error = await _files.RefusalAsync(Source("x.csv", Contract(id)));
        (error.Class, error.Place).ShouldBe((ErrorClass.Permanent, "x.csv, line 1, column 'order_id'"));
        error.Message.ShouldBe("The header has 'InvoiceNo' and 'Order ID', and both are names of this column.");
        error.Remedy.ShouldContain("`from` in the contract 'orders' (version 3)");
    }

    [Fact]
    public async Task a_missing_column_is_told_with_its_names_what_is_there_and_what_may_be_its_new_name()
    {
        _files.Bench.Write("x.csv", "Order-Id,Betrag (€)\nA,1\n");
        var error = await _files.RefusalAsync(Source("x.csv", Contract(id, amount)));
        error.Message.ShouldBe(
            "The column is missing under each of its names ('Order ID', 'InvoiceNo', 'order_id'); the file has Order-Id, Betrag (€). 'Order-Id' looks like its new name.");
        error.Remedy.ShouldEndWith("if this is how the source is from now on, with 'Order-Id' in the column's `from`.");
    }

    [Fact]
    public async Task objects_of_json_may_call_a_column_by_different_names_but_one_not_by_two()
    {
        _files.Bench.Write("x.jsonl", """
            {"Order ID": "A", "Betrag (€)": 1}
            {" InvoiceNo": "B", "amount": 2}
            {"order_id": "x", "Order ID": "C"}
            {"InvoiceNo": "x", "Order ID": "D"}

            """);
        var source = Source("x.jsonl", Contract(id, amount));
        var file = await _files.FileAsync(source);
        _files.Rows(file, source).ShouldBe(["A|1.0000", "B|2.0000", "C|null"]);
        _files.Rejects(file).ShouldBe(["5|order_id|null|The object has 'InvoiceNo' and 'Order ID', and both are names of this column."]);
    }

    [Fact]
    public async Task a_column_of_parquet_is_found_by_its_names()
    {
        _files.Parquet("x.parquet", "select 1.5::decimal(19,4) as \"Betrag (€)\", 'A' as \" Order ID\", 'B' as order_id");
        (await _files.RowsAsync(Source("x.parquet", Contract(id, amount)))).ShouldBe(["A|1.5000"]);
    }

    [Theory]
    [InlineData("x.csv", "Order ID,note\nA,1\n")]
    [InlineData("x.jsonl", "{\"Order ID\": \"A\", \"note\": 1}\n")]
    public async Task an_unknown_column_is_let_be_unless_the_contract_refuses_it(string name, string text)
    {
        _files.Bench.Write(name, text);
        var contract = Contract(id);
        (await _files.RowsAsync(Source(name, contract))).ShouldBe(["A"]);
        var error = await _files.RefusalAsync(Source(name, contract with { Unknown = UnknownColumns.Refuse }));
        (error.Class, error.Message).ShouldBe((ErrorClass.Permanent, "The contract does not know the column, and refuses unknown ones; the file has Order ID, note."));
        error.Place.ShouldEndWith("column 'note'");
    }

    [Fact]
    public async Task a_rejected_row_goes_by_the_names_of_the_contract_so_that_personal_values_are_known()
    {
        _files.Bench.Write("x.csv", "Order ID,Betrag (€),note\nA,ten,x\n");
        var file = await _files.FileAsync(Source("x.csv", Contract(id, amount)));
        _files.Bench.Rows($"rejects/{file.Rejects}.parquet", "raw").ShouldBe(["""{"order_id":"A","amount":"ten","note":"x"}"""]);
    }

    [Theory]
    [InlineData("x.csv", "id\n1\n", "id,note\n1,n\n")]
    [InlineData("x.jsonl", "{\"id\": 1}\n", "{\"id\": 1, \"note\": \"n\"}\n")]
    public async Task an_optional_column_is_null_in_a_file_that_lacks_it(string name, string without, string with)
    {
        var source = Source(name, Contract(Column("note varchar") with { Optional = true }, Column("id integer")));
        _files.Bench.Write(name, without);
        (await _files.RowsAsync(source)).ShouldBe(["null|1"]);
        _files.Bench.Write(name, with);
        (await _files.RowsAsync(source)).ShouldBe(["n|1"]);
    }

    [Fact]
    public async Task an_optional_column_is_null_in_a_parquet_file_that_lacks_it()
    {
        _files.Parquet("x.parquet", "select unnest([1, 2]) as id");
        (await _files.RowsAsync(Source("x.parquet", Contract(Column("id integer"), Column("paid date") with { Optional = true })))).ShouldBe(["1|null", "2|null"]);
    }

    static readonly Contract since = Contract(Column("id integer"), Column("d date"), Column("tax decimal(19,4) not null") with { Since = new(2025, 3, 1) });

    [Fact]
    public async Task a_column_since_a_day_may_be_missing_from_files_of_before_and_from_none_after()
    {
        var source = Source("x-{date:yyyy-MM-dd}.csv", since) with { Reference = false };
        foreach (var day in new[] { "2025-02-28", "2025-03-01" })
        {
            _files.Bench.Write($"x-{day}.csv", "id,d\n1,2025-02-28\n");
        }

        (await _files.RowsAsync(source, "2025-02-28")).ShouldBe(["1|2025-02-28|null"]);
        var error = await _files.RefusalAsync(source, "2025-03-01");
        (error.Place, error.Message).ShouldBe(("x-2025-03-01.csv, line 1, column 'tax'", "The column is missing; the file has id, d."));

        // Each file of a month is of its own day.
        (await _files.RefusalAsync(source with { Expects = Expectation.Any }, "2025-03")).Place.ShouldStartWith("x-2025-03-01.csv");
        _files.Bench.Write("x-2025-02-27.csv", "id,d,tax\n1,2025-02-27,0.5\n2,2025-02-27,\n");
        var whole = await _files.FileAsync(source, "2025-02-27");
        _files.Rows(whole, source).ShouldBe(["1|2025-02-27|0.5000"]);
        _files.Rejects(whole).ShouldBe(["3|tax|null|There is no value, and the contract says `not null`."]);
    }

    [Fact]
    public async Task a_file_of_a_month_that_begins_before_a_column_may_lack_it()
    {
        var source = Source("x-{date:yyyy-MM}.csv", since with { Columns = [since.Columns[0], since.Columns[1], since.Columns[2] with { Since = new(2025, 2, 10) }] }) with
        {
            Reference = false,
            Period = Grain.Month,
        };
        _files.Bench.Write("x-2025-02.csv", "id,d\n1,2025-02-20\n");
        _files.Bench.Write("x-2025-03.csv", "id,d\n1,2025-03-20\n");
        (await _files.RowsAsync(source, "2025-02-20")).ShouldBe(["1|2025-02-20|null"]);
        (await _files.RefusalAsync(source, "2025-03-20")).Message.ShouldStartWith("The column is missing");
    }

    [Fact]
    public async Task a_split_file_may_lack_a_column_as_long_as_it_has_no_row_of_a_day_that_needs_it()
    {
        var source = Source("x.csv", since) with { Reference = false, Split = "d" };
        _files.Bench.Write("x.csv", "id,d\n1,2025-02-27\n2,2025-02-28\n");
        (await _files.RowsAsync(source, "2025-02-28")).ShouldBe(["2|2025-02-28|null"]);
        _files.Bench.Write("x.csv", "id,d\n1,2025-02-28\n2,2025-03-02\nx,2025-03-04\n");
        var error = await _files.RefusalAsync(source, "2025-02-28");
        error.Place.ShouldBe("x.csv, column 'tax'");
        error.Message.ShouldBe("The column is missing, and there are rows of 2025-03-02, though it has to be there since 2025-03-01; the file has id, d.");
        _files.Bench.Write("x.csv", "id,d,tax\n1,2025-02-28,0.1\n2,2025-03-02,0.2\n");
        (await _files.RowsAsync(source, "2025-03-02")).ShouldBe(["2|2025-03-02|0.2000"]);
    }

    [Fact]
    public async Task a_file_that_every_interval_reads_may_lack_a_column_for_those_of_before()
    {
        _files.Bench.Write("x.csv", "id,d\n1,2025-02-27\n");
        var source = Source("x.csv", since);
        (await _files.RowsAsync(source, "2025-02-28")).ShouldBe(["1|2025-02-27|null"]);
        (await _files.RefusalAsync(source, "2025-03-01")).Message.ShouldStartWith("The column is missing");
    }
}
