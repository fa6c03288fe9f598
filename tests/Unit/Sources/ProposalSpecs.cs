using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Sources.Proposals;

namespace EventedPipelines.Tests.Unit.Sources;

/// <summary>What is guessed of texts, without files: names, types, writings, paths (domain.md 2.7b).</summary>
public sealed class ProposalSpecs
{
    static SeenColumn Column(params string?[] texts)
    {
        var column = new SeenColumn("v", 1);
        foreach (var text in texts)
        {
            column.Add(text);
        }

        return column;
    }

    static TypeGuess Guess(string name, params string?[] texts) => TypeGuess.Of(Column(texts), name, NumberWriting.Plain);

    [Theory]
    [InlineData("Order ID", "order_id")]
    [InlineData("OrderID", "order_id")]
    [InlineData("HTTPStatus", "http_status")]
    [InlineData("Straße", "strasse")]
    [InlineData("Größe (m²)", "groesse_m2")]
    [InlineData("Montant €", "montant_eur")]
    [InlineData("Цена", "tsena")]
    [InlineData("Αριθμός", "arithmos")]
    [InlineData("2024", "_2024")]
    [InlineData("#id", "id")]
    [InlineData("Order", "order_")]
    [InlineData("番号", "column_1")]
    [InlineData(" a\nb ", "a_b")]
    public void a_name_is_one_that_sql_takes_unquoted(string name, string proposed) => ProposedName.Of(name, "column_1").ShouldBe(proposed);

    [Fact]
    public void names_that_would_be_the_same_are_counted()
    {
        ProposedName.Unique(["id", "id", "id_2", "id"]).ShouldBe(["id", "id_2", "id_2_2", "id_3"]);
        ProposedName.Unique([new('x', 63), new('x', 63)])[1].Length.ShouldBe(63);
    }

    [Theory]
    [InlineData("integer", "1", "-2", "+3")]
    [InlineData("bigint", "1", "3000000000")]
    [InlineData("decimal(38,0)", "9223372036854775808")]
    [InlineData("decimal(18,4)", "1.5", "2.25")]
    [InlineData("decimal(22,17)", "0.123456789012345")]
    [InlineData("double", "1e5", "2")]
    [InlineData("varchar", "007", "42")]
    [InlineData("varchar", "+4915112345678", "+4915112345679")]
    [InlineData("varchar", "0x1F")]
    [InlineData("varchar", "1_000")]
    [InlineData("varchar", "12,5")]
    [InlineData("boolean", "true", "FALSE")]
    [InlineData("boolean", "yes", "No")]
    [InlineData("varchar", "no", "no")]
    [InlineData("varchar", "M", "F")]
    [InlineData("integer", "0", "1")]
    [InlineData("date", "2025-03-03", "2025/3/4")]
    [InlineData("varchar", "2025-02-30")]
    [InlineData("varchar", "0999-01-01")]
    [InlineData("timestamp", "2025-03-03 10:00", "2025-03-03T10:00:00.123456Z")]
    [InlineData("timestamp", "2025-03-03 10:00:00+0530")]
    [InlineData("varchar", "2025-03-03 24:00:00")]
    [InlineData("varchar", "2025-03-03 10:00:00.1234567")]
    [InlineData("varchar", "10:00:00")]
    [InlineData("varchar", "")]
    public void a_type_is_the_strongest_that_loses_nothing(string type, params string[] texts) => Guess("v", texts).Type.ShouldBe(type);

    [Theory]
    [InlineData("unit_price", "decimal(19,4)", "1.5")]
    [InlineData("exchange_rate", "decimal(18,3)", "1.5")]
    [InlineData("price", "decimal(18,7)", "1.12345")]
    [InlineData("price", "decimal(24,3)", "12345678901234567.5")]
    public void money_is_told_by_its_name_and_its_places(string name, string type, string text) => Guess(name, text).Type.ShouldBe(type);

    [Theory]
    [InlineData("%d.%m.%Y", "03.02.2025", "31.12.2025")]
    [InlineData("%-d.%-m.%Y", "3.2.2025", "31.12.2025")]
    [InlineData("%m/%d/%Y", "03/02/2025", "12/31/2025")]
    [InlineData("%d/%m/%Y", "03/02/2025", "31/12/2025")]
    [InlineData("%d-%b-%Y", "03-Feb-2025")]
    [InlineData("%B %-d, %Y", "February 3, 2025", "December 31, 2025")]
    [InlineData("%-m/%-d/%Y %-I:%M %p", "3/2/2025 2:30 PM", "12/31/2025 12:00 AM")]
    [InlineData("%d.%m.%Y %H:%M:%S", "03.02.2025 00:00:00")]
    [InlineData(null, "03/02/2025", "04/05/2025")]
    [InlineData(null, "3.2.2025", "03.02.2025")]
    [InlineData(null, "03-FEB-2025")]
    [InlineData(null, "30.02.2025")]
    public void a_writing_of_dates_is_the_one_that_gives_every_text_back(string? format, params string[] texts) => Guess("v", texts).Format.ShouldBe(format);

    [Fact]
    public void a_token_is_no_value_only_among_values()
    {
        Guess("v", "1", "NULL", "n/a").ShouldSatisfyAllConditions(guess => guess.Type.ShouldBe("integer"), guess => guess.Nulls.ShouldBe(["NULL", "n/a"]));
        Guess("v", "a", "NULL").ShouldSatisfyAllConditions(guess => guess.Type.ShouldBe("varchar"), guess => guess.Nulls.ShouldBeEmpty());
        Guess("v", "NULL", "-").Nulls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(',', null, "1,5", "1234,25")]
    [InlineData(',', '.', "1.234,5", "7,25")]
    [InlineData('.', ',', "1,234.5", "7.25")]
    [InlineData(',', ' ', "1 234,5")]
    [InlineData('.', null, "1,234", "2,345")]
    [InlineData('.', null, "1.5", "2")]
    public void numbers_are_written_one_way_right_through(char point, char? thousands, params string[] texts) =>
        ContractPlan.Numbers([Column(texts)]).ShouldSatisfyAllConditions(numbers => numbers.Point.ShouldBe(point), numbers => numbers.Thousands.ShouldBe(thousands));

    [Theory]
    [InlineData("a;b\n1,5;2,5\n3,5;4,5\n", ';', '"', null, 2, false)]
    [InlineData("a,b\n1,2\n", ',', '"', null, 2, false)]
    [InlineData("1,5;2,5\n3,5;4,5\n", ';', '"', null, 2, true)]
    [InlineData("a,b\n\"x\\\"y\",1\n", ',', '"', '\\', 2, false)]
    [InlineData("a|b|c\n", '|', '"', null, 3, false)]
    public void csv_is_told_by_what_makes_a_table(string text, char delimiter, char quote, char? escape, int columns, bool isHeadless)
    {
        var guess = CsvGuess.Of(text);
        (guess.Marks, guess.Columns, guess.IsHeadless).ShouldBe((new CsvMarks(delimiter, quote, escape), columns, isHeadless));
    }

    [Theory]
    [InlineData("Report\n\nid,v\n1,2\n3,4\n", 2)]
    [InlineData("Report,,\n,,\nid,v,w\n1,2,3\n", 2)]
    [InlineData("sep=;\nid;v\n1;2\n", 1)]
    [InlineData("\n\nid,v\n1,2\n", 2)]
    public void lines_before_the_header_are_none_of_the_table(string text, int skip) => CsvGuess.Of(text).Skip.ShouldBe(skip);

    [Theory]
    [InlineData("id;v\n1;2\nTotal;2\n", "Total")]
    [InlineData("id;v;w\n1;2;a\n\"Summe\";2;\n", "\"Summe")]
    [InlineData("id;v;w\n1;2;a\n(1 row)\n\n", "(")]
    [InlineData("id;v;w\n1;2;a\n-- end\nEOF\n", "-- end", "EOF")]
    [InlineData("name;v\nTotal;2\nShell;3\n")]
    [InlineData("name;v\na;1\nb;2\n;3\n", ";")]
    [InlineData("name;v\na;1\nb;2\n;4\n")]
    [InlineData("name;v\na;1\n;5\nb;2\n;8\n")]
    [InlineData("id;name;v\n1;a;5\n2;b;6\n3;;11\n")]
    [InlineData("id;v\n1;\"a\nTotal\"\n")]
    [InlineData("u;v\n7f;1\n8f;2\na1b2\n")]
    public void a_footer_is_told_from_a_row(string text, params string[] footer) =>
        FooterOf(text).Lines.Select(line => line.Trim()).ShouldBe(footer.Select(line => line.Trim()));

    /// <summary>What has as many values as a row may be one, whatever it is called.</summary>
    [Theory]
    [InlineData("Total")]
    [InlineData("Total:")]
    [InlineData("Total 2026")]
    [InlineData("TOTAL (EUR)")]
    [InlineData("Total amount")]
    [InlineData("Total March 2026")]
    [InlineData("Summe")]
    [InlineData("Grand total")]
    [InlineData("Sub-total")]
    [InlineData("*** Totals ***")]
    [InlineData("Total général")]
    [InlineData("Count: all of them")]
    [InlineData("Average price")]
    [InlineData("End of file")]
    [InlineData("Generated by nobody")]
    public void a_last_line_that_is_taken_for_no_row_by_its_word_says_so(string word)
    {
        var footer = FooterOf($"name,kind,v\nOak chair,a,1.00\nDesk,b,2.00\nLamp,c,3.00\n{word},,12.00\n");
        (footer.Lines.Count, footer.Note).ShouldBe((1, "the last line is taken for no row, by its word"));
        FooterOf($"name,kind,v\nOak chair,a,1.00\nDesk,b,2.00\n{word}\n").ShouldSatisfyAllConditions(end => end.Lines.Count.ShouldBe(1), end => end.Note.ShouldBeNull("Nobody takes it for a row."));
    }

    [Theory]
    [InlineData("End table")]
    [InlineData("End-grain board")]
    [InlineData("End of Watch")]
    [InlineData("Count Chocula")]
    [InlineData("Mean Machine")]
    [InlineData("Average Joe Coffee")]
    [InlineData("Average Joe's 2 in 1")]
    [InlineData("Total Cereal")]
    [InlineData("Sum of All Fears")]
    [InlineData("Stand mixer")]
    [InlineData("Source Naturals")]
    [InlineData("Quelle & Co")]
    [InlineData("Footers")]
    [InlineData("Endive")]
    public void a_product_that_is_called_so_is_a_row(string name)
    {
        FooterOf($"name,kind,v\nOak chair,a,1.00\nDesk,b,2.00\nLamp,c,3.00\n{name},,12.00\n").Lines.ShouldBeEmpty();
        FooterOf($"name,kind,v\nOak chair,a,1.00\nDesk,b,2.00\nLamp,c,3.00\n{name}").Lines.ShouldBeEmpty("It is cut off.");
    }

    static CsvFooter FooterOf(string text) => CsvGuess.Of(text).FooterOf(text, isAll: true);

    [Theory]
    [InlineData("a_id,b_no", "a_id,b_no", "1 1", "1 2", "2 1", "2 2")]
    [InlineData("a_id,b_no,c_code", "a_id,c_code", "1 1 1", "1 1 2", "2 1 1", "2 1 2")]
    [InlineData("a_id,b_no,c_code", "a_id,b_no,c_code", "1 1 1", "1 1 2", "1 2 1", "2 1 1", "2 2 2")]
    [InlineData("a_id,b_no", "", "1 1", "1 1", "2 2")]
    [InlineData("a_id,b_no", "", "1 1", "2 1", "3 1")]
    [InlineData("a,b", "", "x p", "x q", "y p")]
    public void a_key_of_several_columns_is_the_smallest_that_tells_rows_apart(string names, string key, params string[] rows)
    {
        List<(SeenColumn Seen, string Name)> columns = [.. names.Split(',').Select((name, at) => (new SeenColumn(name, at + 1), name))];
        foreach (var (column, at) in columns.Select((column, at) => (column, at)))
        {
            rows.ToList().ForEach(row => column.Seen.Add(row.Split(' ')[at]));
        }

        string.Join(',', KeyGuess.Of(columns)).ShouldBe(key);
    }

    [Theory]
    [InlineData("id,name,v\n1,a,2\n2,b\n3,c,4,5\n4,d\n5,e,6,7\n6,f\n", 3L)]
    [InlineData("Title\nid,v\n1,2\n2,3,4\n3,4,5\n4\n5,6,7\n6,7\n", 4L)]
    [InlineData("tags\nred,blue\ngreen\nblue,red,green\nred,green\n", null)]
    [InlineData("Well, I did, and more, too\nno\nyes, indeed\nso, so\n", null)]
    [InlineData("id,v\n1,2\n2,3\n", null)]
    public void a_file_of_rows_that_differ_is_told_from_one_of_texts(string text, long? line) => (CsvGuess.Of(text).Ragged?.Line).ShouldBe(line);

    [Theory]
    [InlineData("/d/orders-2025-03-03.csv", "orders-{date:yyyy-MM-dd}.csv", Grain.Day, "orders")]
    [InlineData("/d/ledger_202503.csv.gz", "ledger_{date:yyyyMM}.csv.gz", Grain.Month, "ledger")]
    [InlineData("/d/Shop Export (2).csv", "Shop Export ?2?.csv", null, "shop_export")]
    [InlineData("/d/sales/region=DE/part-0.parquet", "sales/region=*/*.parquet", null, "sales")]
    [InlineData("/d/x_20259999.csv", "x_20259999.csv", null, "x")]
    public void a_path_finds_the_files_that_come_after(string file, string path, Grain? dated, string id) =>
        ProposedPath.Of([file]).ShouldSatisfyAllConditions(found => found.Path.ShouldBe(path), found => found.Dated.ShouldBe(dated), found => found.Id.ShouldBe(id));

    [Fact]
    public void a_path_of_several_files_has_what_they_share()
    {
        ProposedPath.Of(["/d/a/part-1.csv", "/d/a/part-2.csv"]).Path.ShouldBe("part-*.csv");
        ProposedPath.Of(["/d/a-2025-01-01.csv", "/d/a-2025-01-02.csv"]).Path.ShouldBe("a-{date:yyyy-MM-dd}.csv");
        ProposedPath.Of(["/d/data/in/a.csv"], "/d/data").Path.ShouldBe("in/a.csv");
    }

    [Fact]
    public void rows_of_a_json_document_are_its_longest_array_of_objects()
    {
        JsonGlance.Paths("""{"meta": {"list": [{"a": 1}]}, "data": {"items": [{"b": [{"c": 1}, {"c": 2}, {"c": 3}]}, {}]}}"""u8.ToArray()).ShouldBe([("data.items", 2), ("meta.list", 1)]);
        JsonGlance.Paths("""[{"a": 1}]"""u8.ToArray()).ShouldBe([("", 1)]);
        JsonGlance.IsLines("{\"a\": 1}\n{\"a\": 2}\n"u8.ToArray()).ShouldBeTrue();
        JsonGlance.IsLines("""{"rows": [{"a": 1}]}"""u8.ToArray()).ShouldBeFalse();
    }
}
