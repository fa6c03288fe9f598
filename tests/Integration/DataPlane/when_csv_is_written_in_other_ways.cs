using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Integration.DataPlane.DescribedFiles;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>CSV as the programs of the world write it, described by a contract and read to the exact value (domain.md 2.7b).</summary>
public sealed class when_csv_is_written_in_other_ways : IDisposable
{
    static readonly CsvFormat german = new(";") { DecimalMark = ",", Thousands = "." };

    readonly DescribedFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("\t")]
    [InlineData("|")]
    [InlineData(";")]
    public async Task values_are_between_any_delimiter(string delimiter)
    {
        _files.Bench.Write("x.txt", $"a{delimiter}b\n'it''s{delimiter}'{delimiter}2\n");
        (await _files.RowsAsync(Source("x.txt", new CsvFormat(delimiter, "'"), Column("b integer"), Column("a varchar")))).ShouldBe([$"2|it's{delimiter}"]);
    }

    [Theory]
    [InlineData("decimal(19,4)", "1.234,56", "1234.5600")]
    [InlineData("decimal(19,4)", "-1.234.567,8901", "-1234567.8901")]
    [InlineData("decimal(19,4)", " 1234,5 ", "1234.5000")]
    [InlineData("decimal(19,4)", "0,00010", "0.0001")]
    [InlineData("decimal(19,4)", ",5", "0.5000")]
    [InlineData("decimal(19,4)", "1.000", "1000.0000")]
    [InlineData("decimal(38,20)", "1.234,12345678901234567890", "1234.12345678901234567890")]
    [InlineData("integer", "1.234.567", "1234567")]
    [InlineData("integer", "12,0", "12")]
    [InlineData("bigint", "-9.223.372.036.854.775.808", "-9223372036854775808")]
    [InlineData("double", "1.234,5", "1234.5")]
    [InlineData("double", "1,5e3", "1500.0")]
    [InlineData("varchar", "1.234,56", "1.234,56")]
    public async Task a_number_with_a_decimal_comma_and_points_between_its_thousands_is_that_number(string type, string text, string value)
    {
        _files.Bench.Write("x.csv", $"v\n{text}\n");
        (await _files.RowsAsync(Source("x.csv", german, Column($"v {type}")))).ShouldBe([value]);
    }

    [Theory]
    [InlineData("decimal(19,4)", "1.23,4", "12.34", "1,234.56", "1.2345,6", "0.123", ".123", "1.234,56789", "1,2,3", "1 234,5", "-", "1.234.", "1..234", ",", "01.234")]
    [InlineData("integer", "1.23", "1,5", "3.000.000.000", "1_000")]
    [InlineData("double", "1.5", "1,2,3", "1.23,4")]
    public async Task a_number_that_is_not_written_so_right_through_is_rejected(string type, params string[] texts)
    {
        _files.Bench.Write("x.csv", $"v\n{string.Concat(texts.Select(text => $"{text}\n"))}");
        var file = await _files.FileAsync(Source("x.csv", german, Column($"v {type}")));
        _files.Rejects(file).Select(reject => reject.Split('|')[2]).ShouldBe(texts);
        if (type == "decimal(19,4)")
        {
            _files.Rejects(file)[0].ShouldBe("2|v|1.23,4|not a decimal(19,4): a number with ',' before at most 4 places, and '.' between all groups of three digits before it or none");
        }
    }

    [Theory]
    [InlineData(" ", "1 234,5")]
    [InlineData("\u202f", "1\u202f234,5")]
    [InlineData("'", "1'234,5")]
    [InlineData(null, "1234,5")]
    public async Task thousands_have_any_sign_between_them(string? thousands, string text)
    {
        _files.Bench.Write("x.csv", $"v\n{text}\n");
        (await _files.RowsAsync(Source("x.csv", new CsvFormat(";") { DecimalMark = ",", Thousands = thousands }, Column("v decimal(19,4)")))).ShouldBe(["1234.5000"]);
        var point = text.Replace(',', '.');
        _files.Bench.Write("x.csv", $"v\n{point}\n");
        (await _files.RowsAsync(Source("x.csv", new CsvFormat(";") { Thousands = thousands }, Column("v decimal(19,4)")))).ShouldBe(["1234.5000"]);
    }

    [Fact]
    public async Task tokens_for_no_value_are_null_quoted_or_not_and_no_other_text_is()
    {
        _files.Bench.Write("x.csv", "a,b\nNULL,\\N\n-,\"n/a\"\n,\"\"\nnull,1\n NULL,2\n-1,-\n");
        var source = Source("x.csv", new CsvFormat { Nulls = ["NULL", "\\N", "-", "n/a"] }, Column("a varchar"), Column("b integer"));
        (await _files.RowsAsync(source)).ShouldBe(["null|null", "null|null", "null|null", "null|1", " NULL|2", "-1|null"], "the fourth is the text null");
        (await _files.Bench.IngestedAsync(source)).Files[0].RejectedRows.ShouldBe(0);
        (_files.Bench.Rows(_files.Bench.Snapshot(await _files.FileAsync(source)), "count(a)"))[0].ShouldBe("3");
    }

    [Fact]
    public async Task lines_before_the_header_are_skipped_and_counted()
    {
        const string Text = "\uFEFFReport of \"Orders\nby nobody,1,2,3\n\nid,v\n1,2\n2,x\n";
        var source = Source("x.csv", new CsvFormat { Skip = 3 }, Column("id integer"), Column("v integer"));
        _files.Bench.Write("x.csv", Text);
        (await _files.RowsAsync(source)).ShouldBe(["1|2"]);
        (await _files.RefusalAsync(source with { MostRejects = 0 })).Place.ShouldBe("x.csv, line 6, column 'v'");
        _files.Bench.Write("x.csv", "a\nb\nc\nid,w\n");
        (await _files.RefusalAsync(source)).Place.ShouldBe("x.csv, line 4, column 'v'");
        _files.Bench.Write("x.csv", [.. "a\nb\nc\nid,v\n1,"u8, 0xe9, .. "\n"u8]);
        var error = await _files.RefusalAsync(source);
        (error.Place, error.Message).ShouldBe(("x.csv, line 5", "The bytes are not UTF-8 (at byte 13, value 0xe9)."));
        _files.Bench.Write("x.csv", "a\nb\n");
        (await _files.RefusalAsync(source)).Message.ShouldBe("The file is empty: it has no header.");
    }

    [Fact]
    public async Task columns_of_a_file_without_a_header_go_by_their_position()
    {
        var plain = Source("x.csv", new CsvFormat { Headless = true }, Column("id integer"), Column("v varchar"));
        _files.Bench.Write("x.csv", "1,a\n2,b\n3\nx,c\n");
        var file = await _files.FileAsync(plain);
        _files.Rows(file, plain).ShouldBe(["1|a", "2|b"]);
        _files.Rejects(file).ShouldBe(["4|null|null|The row has 1 of 2 columns.", "5|id|x|not a whole number (integer)"]);
        (await _files.RefusalAsync(plain with { MostRejects = 0 })).Place.ShouldBe("x.csv, line 3");

        var placed = Source("x.csv", new CsvFormat { Headless = true }, Column("v varchar", "3"), Column("id integer", "1"));
        _files.Bench.Write("x.csv", "1,x,a\n2,y,b\n");
        (await _files.RowsAsync(placed)).ShouldBe(["a|1", "b|2"]);
        _files.Bench.Write("x.csv", "1,x\n");
        var error = await _files.RefusalAsync(placed);
        (error.Place, error.Message).ShouldBe(("x.csv, line 1, column 'v'", "The column is missing; the file has 1, 2."));
        _files.Bench.Write("x.csv", "");
        (await _files.FileAsync(placed)).Rows.ShouldBe(0);
    }

    [Fact]
    public async Task lines_after_the_last_row_are_no_rows()
    {
        var source = Source("x.csv", new CsvFormat { Footer = [""] }, Column("id integer"), Column("v integer"));
        foreach (var text in new[] { "id,v\n1,2\n2,3\nTotal,5\n", "id,v\r\n1,2\r\n2,3\r\nTotal", "id,v\n1,2\n2,3\n\"2 rows\n\n \n" })
        {
            _files.Bench.Write("x.csv", text);
            (await _files.RowsAsync(source)).ShouldBe(["1|2", "2|3"]);
        }

        var two = Source("x.csv", new CsvFormat { Footer = ["--", "Total"] }, Column("id integer"), Column("v integer"));
        _files.Bench.Write("x.csv", "id,v\n1,2\n--------\nTotal: 2\n");
        (await _files.RowsAsync(two)).ShouldBe(["1|2"]);
    }

    [Fact]
    public async Task a_file_that_ends_otherwise_than_its_footer_starts_is_refused_so_that_no_row_is_taken_for_it()
    {
        var source = Source("x.csv", new CsvFormat { Footer = ["Total"] }, Column("id integer"), Column("v integer"));
        _files.Bench.Write("x.csv", "id,v\n1,2\n2,");
        var error = await _files.RefusalAsync(source);
        (error.Class, error.Place, error.Message).ShouldBe((ErrorClass.Permanent, "x.csv, last line", "The contract has a footer there that starts with 'Total', and it is '2,'."));
        error.Remedy.ShouldContain("`footer`");
        (await _files.RefusalAsync(source with { Contract = source.Contract with { Columns = [Column("id integer") with { Personal = true }, Column("v integer")] } })).Message.ShouldNotContain("2,");
    }

    [Fact]
    public async Task an_escape_makes_the_next_character_one_of_the_value()
    {
        var mysql = new CsvFormat(Delimiter: ",", Quote: "\"") { Escape = "\\", Nulls = ["\\N"] };
        _files.Bench.Write("x.csv", """
            a,b
            "say \"hi\"",1
            back\\slash,2
            "a\\",3
            x\,y,4
            \N,5
            \\N,6
            "\N",7
            C:\new,8
            "two
            lines\
            three",9
            ,\N
             "spaced" ,10

            """);
        var source = Source("x.csv", mysql, Column("a varchar"), Column("b integer"));
        (await _files.RowsAsync(source)).ShouldBe(
            ["say \"hi\"|1", "back\\slash|2", "a\\|3", "x,y|4", "null|5", "\\N|6", "null|7", "C:\\new|8", "two\nlines\nthree|9", "null|null", "spaced|10"]);
        _files.Bench.Write("x.csv", "a,b\n\"x\ny\",1\nz,w\n");
        (await _files.RefusalAsync(source with { MostRejects = 0 })).Place.ShouldBe("x.csv, line 4, column 'b'");
        _files.Bench.Write("x.csv", "a,b\r\n\"x\"y,1\r\n");
        var error = await _files.RefusalAsync(source);
        (error.Place, error.Message).ShouldBe(("x.csv, line 2", "Text follows the closing quote of a value."));
        _files.Bench.Write("x.csv", "a,b\nx,1\n\"y\\\",2\n");
        (await _files.RefusalAsync(source)).Message.ShouldStartWith("A quoted value never ends");

        _files.Bench.Write("x.tsv", "a\tb\r\nx\\\ty \"z\"\t1\r\n");
        (await _files.RowsAsync(Source("x.tsv", new CsvFormat("\t", "") { Escape = "\\" }, Column("a varchar"), Column("b integer")))).ShouldBe(["x\ty \"z\"|1"]);
    }

    [Theory]
    [InlineData("utf-8", TextEncoding.Utf8, "v\n€ ž 漢\n")]
    [InlineData("utf-16", TextEncoding.Utf16, "v\n€ ž 漢\n")]
    [InlineData("latin1", TextEncoding.Latin1, "v\né ÿ\n")]
    [InlineData("windows-1252", TextEncoding.Windows1252, "v\n€ ž “é”\n")]
    public async Task text_is_read_in_its_encoding(string name, TextEncoding encoding, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var of = Encoding.GetEncoding(name);
        _files.Bench.Write("x.csv", [.. of.GetPreamble(), .. of.GetBytes(text)]);
        (await _files.RowsAsync(Source("x.csv", new CsvFormat(Encoding: encoding), Column("v varchar")))).ShouldBe([text.Split('\n')[1]]);
    }

    [Theory]
    [InlineData("date", "%d.%m.%Y", "2026-11-22", "22.11.2026", " 22.11.2026 ")]
    [InlineData("date", "%-d.%-m.%Y", "2026-03-01", "1.3.2026")]
    [InlineData("date", "%m/%d/%y", "2026-11-22", "11/22/26")]
    [InlineData("date", "%Y%m%d", "2026-11-22", "20261122")]
    [InlineData("date", "%d-%b-%Y", "2026-11-22", "22-Nov-2026")]
    [InlineData("timestamp", "%d.%m.%Y %H:%M", "2026-11-22 13:05:00", "22.11.2026 13:05")]
    [InlineData("timestamp", "%d.%m.%Y %H:%M:%S.%f", "2026-11-22 13:05:01.123456", "22.11.2026 13:05:01.123456")]
    [InlineData("timestamp", "%m/%d/%Y %I:%M %p", "2026-11-22 13:05:00", "11/22/2026 01:05 PM")]
    public async Task a_date_in_another_writing_is_that_date(string type, string format, string value, params string[] texts)
    {
        _files.Bench.Write("x.csv", $"v\n{string.Concat(texts.Select(text => $"{text}\n"))}");
        _files.Bench.Write("x.jsonl", string.Concat(texts.Select(text => $$"""{"v": "{{text}}"}""" + "\n")));
        var column = Column($"v {type}") with { Format = format };
        (await _files.RowsAsync(Source("x.csv", Contract(column)))).ShouldBe(texts.Select(_ => value));
        (await _files.RowsAsync(Source("x.jsonl", Contract(column)))).ShouldBe(texts.Select(_ => value));
    }

    [Theory]
    [InlineData("date", "%d.%m.%Y", "1.3.2026", "22.11.26", "30.02.2026", "2026-11-22", "22.11.2026 10:00", "22.13.2026", "11/22/2026", "22.11.0999")]
    [InlineData("date", "%d-%b-%Y", "22-NOV-2026")]
    [InlineData("date", "%d.%m.%Y %H:%M", "22.11.2026 10:00")]
    [InlineData("timestamp", "%d.%m.%Y %H:%M", "22.11.2026 24:00", "22.11.2026 13:05:07", "22.11.2026 1:05")]
    public async Task a_date_that_written_back_is_another_text_is_rejected(string type, string format, params string[] texts)
    {
        _files.Bench.Write("x.csv", $"v\n{string.Concat(texts.Select(text => $"{text}\n"))}");
        var file = await _files.FileAsync(Source("x.csv", Contract(Column($"v {type}") with { Format = format })));
        _files.Rejects(file).ShouldBe(texts.Select((text, row) => $"{row + 2}|v|{text}|not a {type} written as '{format}', letter by letter"));
    }

    [Fact]
    public async Task a_contracts_way_of_writing_counts_before_that_of_its_source()
    {
        _files.Bench.Write("x.csv", "a;b\n1;2\n");
        var source = Source("x.csv", new CsvFormat(";"), Column("a integer"), Column("b integer"));
        (await _files.RowsAsync(source with { Csv = new("|") })).ShouldBe(["1|2"]);
        (await _files.RowsAsync(source with { Csv = new(";"), Contract = source.Contract with { Csv = null } })).ShouldBe(["1|2"]);
        _files.Bench.Write("x.dat", "{\"a\": 1, \"b\": 2}\n");
        (await _files.RowsAsync(Source("x.dat", source.Contract with { Format = FileFormat.Jsonl }) with { Format = FileFormat.Csv })).ShouldBe(["1|2"]);
    }

    [Fact]
    public async Task what_is_read_again_in_another_way_is_not_taken_from_what_was_read_before()
    {
        _files.Bench.Write("x.csv", "v;w\n1,5;2\n");
        var source = Source("x.csv", new CsvFormat(";"), Column("v varchar"));
        (await _files.RowsAsync(source)).ShouldBe(["1,5"]);
        (await _files.RowsAsync(source with { Contract = source.Contract with { Csv = new(";") { Nulls = ["1,5"] } } })).ShouldBe(["null"]);
        (await _files.RowsAsync(source with { Contract = source.Contract with { Columns = [Column("v varchar", "w")] } })).ShouldBe(["2"]);
    }
}
