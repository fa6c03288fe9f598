using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Projections.Kernel.Store;
using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What a contract says of its files (domain.md 1.5): read, refused where it contradicts itself, and stored without what it does not say.</summary>
public sealed class ContractOfFilesSpecs : IDisposable
{
    const string Amount = "amount: decimal(19,4)";

    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    Contract Read(string instead, string of = "version: 2") => _files.With(SmallWorkspace.Contract, instead, of).Definition().Source("orders").Contract;

    [Fact]
    public void a_contract_says_how_csv_is_written()
    {
        var csv = Read("""
            version: 2
            csv:
              delimiter: "\t"
              quote: "'"
              escape: \
              encoding: windows-1252
              decimal: ","
              thousands: "."
              nulls: ["NULL", \N, "-", n/a]
              skip: 3
              header: false
              footer: [Total, EOF]
            """).Csv.ShouldNotBeNull();
        (csv.Delimiter, csv.Quote, csv.Escape, csv.Encoding, csv.DecimalMark, csv.Thousands, csv.Skip, csv.Headless).ShouldBe(("\t", "'", "\\", TextEncoding.Windows1252, ",", ".", 3, true));
        csv.Nulls.ShouldBe(["NULL", "\\N", "-", "n/a"]);
        csv.Footer.ShouldBe(["Total", "EOF"]);
    }

    [Fact]
    public void a_contract_says_where_rows_are_and_whether_files_may_have_other_columns()
    {
        var contract = Read("version: 2\nformat: json\nrows: data.items\nunknown: refuse");
        (contract.Format, contract.Rows, contract.Unknown, contract.Csv).ShouldBe((FileFormat.Json, "data.items", UnknownColumns.Refuse, null));
        _files.Definition().Source("orders").FormatOf("orders.csv").ShouldBe(FileFormat.Json);
    }

    [Fact]
    public void a_column_says_how_files_have_it()
    {
        _files.With(Source, of: "path: orders-", instead: "path: region=*/orders-");
        var columns = Read(
            """
            amount: { type: "decimal(19,4)", from: [Betrag (€), "Amount"] }
              id: { type: bigint, nullable: false, from: 7 }
              paid: { type: date, since: 2025-01-01, format: "%d.%m.%Y" }
              note: { type: varchar, optional: true }
              region: { type: varchar, folder: region }
            """, Amount).Columns.ToDictionary(column => column.Name);
        columns["amount"].From.ShouldBe(["Betrag (€)", "Amount"]);
        columns["id"].From.ShouldBe(["7"]);
        (columns["paid"].Since, columns["paid"].Format, columns["note"].Optional, columns["region"].Folder).ShouldBe((new DateOnly(2025, 1, 1), "%d.%m.%Y", true, "region"));
    }

    [Fact]
    public void a_footer_may_be_a_count_of_lines_and_a_point_is_no_other_decimal_mark()
    {
        var csv = Read("version: 2\ncsv: { footer: 2, decimal: \".\", escape: '\"' }").Csv!;
        (csv.Footer!.Count, csv.Footer.Distinct().Single(), csv.DecimalMark, csv.Escape).ShouldBe((2, "", null, null));
    }

    [Theory]
    [InlineData("amount: { type: \"decimal(19,4)\", optional: true, nullable: false }", 7, "null in a file that lacks it, and may not be null", "`since`")]
    [InlineData("amount: { type: \"decimal(19,4)\", optional: true, since: 2025-01-01 }", 7, "missing always, and only until a day", "Leave `optional` or `since` out")]
    [InlineData("amount: { type: \"decimal(19,4)\", since: 1.1.2025 }", 7, "`since` is '1.1.2025'", "2026-12-25")]
    [InlineData("amount: { type: \"decimal(19,4)\", folder: amount, from: Amount }", 7, "not looked for in files", "or `folder`")]
    [InlineData("amount: { type: \"decimal(19,4)\", format: \"%d.%m.%Y\" }", 7, "no date and no time", "Remove `format`")]
    [InlineData("amount: { type: date, format: \"%d.%m\" }", 7, "no year or no month", "\"%d.%m.%Y\"")]
    [InlineData("amount: { type: timestamp, format: \"%d.%m.%Y %H:%M %z\" }", 7, "`%z`", "%d %m %Y")]
    [InlineData("amount: { type: timestamp, format: \"%d.%m.%Y %I:%M\" }", 7, "hours of half a day", "%I and %p")]
    [InlineData("amount: { type: date, format: dd.MM.yyyy }", 7, "no year or no month", "\"%d.%m.%Y\"")]
    [InlineData("amount: { type: \"decimal(19,4)\", from: [] }", 7, "`from` must be a list with at least one entry", "- ")]
    public void a_column_that_contradicts_itself_is_a_problem(string instead, int line, string message, string remedy) =>
        _files.With(SmallWorkspace.Contract, instead, Amount).Problems().ShouldContain(problem => problem.File == SmallWorkspace.Contract
            && problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal) && problem.Remedy.Contains(remedy, StringComparison.Ordinal));

    [Theory]
    [InlineData("csv: { decimal: \",\", thousands: \",\" }", 2, "the same character", "without `decimal` it is a point")]
    [InlineData("csv: { thousands: \".\" }", 2, "the same character", "Use two")]
    [InlineData("csv: { decimal: \"1\" }", 2, "of the number itself", "such as ','")]
    [InlineData("csv: { delimiter: \"\\\\\", escape: \\ }", 2, "`delimiter` and `escape` are the same", "Use two")]
    [InlineData("csv: { nulls: [\"a,b\"] }", 2, "'a,b' has the delimiter", "between two delimiters")]
    [InlineData("csv: { footer: 0 }", 2, "`footer` is '0'", "whole number from 1")]
    [InlineData("csv: { skip: -1 }", 2, "`skip` is '-1'", "whole number from 0")]
    [InlineData("csv: { encoding: utf8 }", 2, "'utf8' is no `encoding`", "utf-8")]
    [InlineData("csv: { comment: \"#\" }", 2, "`comment` is no key of `csv`", "delimiter")]
    [InlineData("format: parquet\ncsv: { skip: 1 }", 3, "`csv` says how CSV files are written", "`format: csv`")]
    [InlineData("format: jsonl\nrows: data", 3, "`rows` says where in a JSON document", "`format: json`")]
    [InlineData("unknown: drop", 2, "'drop' is no `unknown`", "allow, refuse")]
    public void a_contract_that_contradicts_itself_is_a_problem(string keys, int line, string message, string remedy) =>
        _files.With(SmallWorkspace.Contract, $"version: 2\n{keys}", "version: 2").Problems().ShouldContain(problem => problem.File == SmallWorkspace.Contract
            && problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal) && problem.Remedy.Contains(remedy, StringComparison.Ordinal));

    [Theory]
    [InlineData("amount: { type: \"decimal(19,4)\", from: day }", "", "'day' and 'amount' are both 'day' in files", "of its own in `from`")]
    [InlineData("amount: { type: \"decimal(19,4)\", from: 2 }", "csv: { header: false }\n", "'day' and 'amount' are both '2' in files", "position of its own")]
    [InlineData("amount: { type: \"decimal(19,4)\", from: Amount }", "csv: { header: false }\n", "is 'Amount' in files, and they have no header", "counted from 1")]
    public void columns_that_files_cannot_tell_apart_are_a_problem(string amount, string keys, string message, string remedy)
    {
        var problem = _files.With(SmallWorkspace.Contract, amount, Amount).With(SmallWorkspace.Contract, $"{keys}columns:", "columns:").Problems().ShouldHaveSingleItem();
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void a_folder_that_is_not_in_the_path_is_a_problem_of_the_source() =>
        _files.With(SmallWorkspace.Contract, "amount: { type: \"decimal(19,4)\" }\n  region: { type: varchar, folder: region }", Amount)
            .ShouldHave(Source, 3, "from a folder 'region=...', and the path has none", "`region=*/`");

    /// <summary>Hashes of definitions, and events of before, go by what was said.</summary>
    [Fact]
    public void what_a_contract_does_not_say_is_not_stored()
    {
        Column column = new("a", "integer");
        Contract contract = new("c", 1, [column], [], null) { Csv = new() };
        JsonSerializer.Serialize(contract, StoredJson.Options).ShouldBe(
            """{"id":"c","version":1,"columns":[{"name":"a","type":"integer","nullable":true,"personal":false}],"key":[],"csv":{"delimiter":",","quote":"\u0022","encoding":"Utf8"}}""");
        CanonicalJson.Of(contract).GetRawText().ShouldBe("""{"columns":[{"name":"a","nullable":true,"type":"integer"}],"csv":{"delimiter":",","quote":"\u0022"},"id":"c","key":[],"version":1}""");
    }

    [Fact]
    public void what_a_contract_says_of_its_files_is_stored_and_read_again()
    {
        var contract = new Contract("c", 1, [new("a", "date") { From = ["A"], Optional = true, Since = new(2025, 1, 1), Format = "%Y%m%d", Folder = "a" }], [], null)
        {
            Format = FileFormat.Json,
            Rows = "data.items",
            Unknown = UnknownColumns.Refuse,
            Csv = new("|", "'", TextEncoding.Windows1252) { Escape = "\\", DecimalMark = ",", Thousands = ".", Nulls = ["-"], Skip = 3, Headless = true, Footer = ["Total"] },
        };
        var stored = JsonSerializer.Serialize(contract, StoredJson.Options);
        stored.ShouldBe(
            """{"id":"c","version":1,"columns":[{"name":"a","type":"date","nullable":true,"personal":false,"from":["A"],"optional":true,"since":"2025-01-01","format":"%Y%m%d","folder":"a"}],"key":[]"""
            + ""","format":"Json","csv":{"delimiter":"|","quote":"\u0027","encoding":"Windows1252","escape":"\\","decimalMark":",","thousands":".","nulls":["-"],"skip":3,"headless":true"""
            + ""","footer":["Total"]},"rows":"data.items","unknown":"Refuse"}""");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Contract>(stored, StoredJson.Options), StoredJson.Options).ShouldBe(stored);
    }
}
