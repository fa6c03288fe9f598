using System.Globalization;
using System.IO.Compression;
using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Integration.DataPlane.DescribedFiles;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>JSON that is one array of rows, or has it somewhere inside.</summary>
public sealed class when_json_is_one_document : IDisposable
{
    static readonly Contract array = Contract(Column("id varchar"), Column("v decimal(38,20)")) with { Format = FileFormat.Json };
    static readonly Contract inside = array with { Rows = "data.items" };

    readonly DescribedFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("""[{"id": "A", "v": 1.12345678901234567890}, {"v": null, "x": {"id": "no", "v": [1]}, "id": "B"}]""")]
    [InlineData("\uFEFF[\n  {\n    \"id\": \"A\",\n    \"v\": 1.12345678901234567890\n  },\n  { \"id\": \"B\" }\n]\n")]
    public async Task an_array_of_objects_is_read_as_rows(string text)
    {
        _files.Bench.Write("x.json", text);
        (await _files.RowsAsync(Source("x.json", array))).ShouldBe(["A|1.12345678901234567890", "B|null"]);
    }

    [Theory]
    [InlineData("""{"data": {"items": [{"id": "A", "v": 1}]}}""")]
    [InlineData("""{"items": [{"id": "no"}], "other": {"items": [1], "data": {"items": [2]}}, "data": {"next": {"items": [3]}, "items": [{"id": "A", "v": 1}], "more": [[]]}, "z": [{"data": 1}]}""")]
    [InlineData("""{"data": 1, "more": {"data": 2}, "data": {"count": 1, "items": [{"id": "A", "v": 1}]}}""")]
    public async Task the_array_is_found_where_the_contract_says(string text)
    {
        _files.Bench.Write("x.json", text);
        (await _files.RowsAsync(Source("x.json", inside))).ShouldBe(["A|1.00000000000000000000"]);
    }

    [Fact]
    public async Task a_long_array_is_read_to_its_end_packed_or_not()
    {
        var items = string.Join(",\n", Enumerable.Range(0, 20_000).Select(id => $$"""{"id": "{{id}}é", "v": {{id}}}"""));
        var text = $$$"""{"head": "{{{new string('x', 100_000)}}}", "data": {"items": [{{{items}}}]}}""";
        _files.Bench.Write("x.json", text);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        _files.Bench.Write("x.json.gz", packed.ToArray());
        foreach (var name in new[] { "x.json", "x.json.gz" })
        {
            var rows = await _files.RowsAsync(Source(name, inside));
            rows.Count.ShouldBe(20_000);
            rows.Index().ShouldAllBe(row => row.Item == row.Index.ToString(CultureInfo.InvariantCulture) + "é|" + row.Index.ToString(CultureInfo.InvariantCulture) + ".00000000000000000000");
        }
    }

    [Fact]
    public async Task items_that_do_not_fit_are_rejected_one_by_one_and_told_with_their_line()
    {
        _files.Bench.Write("x.json", "[\n{\"id\": \"A\", \"v\": 1},\n7,\n{\n\"id\": \"B\",\n\"v\": \"ten\"},\n[{\"id\": \"C\"}], {\"id\": \"D\", \"id\": \"E\"}]");
        var source = Source("x.json", array);
        var error = await _files.RefusalAsync(source with { MostRejects = 0 });
        error.Place.ShouldBe("x.json, line 3, row 2");
        error.Message.ShouldContain("Line 4, row 3, column 'v': 'ten' is not a decimal(38,20)");
        var file = await _files.FileAsync(source);
        _files.Rows(file, source).ShouldBe(["A|1.00000000000000000000"]);
        _files.Rejects(file).ShouldBe(
        [
            "3|null|null|The item is no JSON object.",
            "4|v|ten|not a decimal(38,20): a number with a decimal point and at most 20 places, without thousands separators",
            "5|null|null|The item is no JSON object.",
            "6|id|null|The key 'id' stands twice in the object.",
        ]);
    }

    [Theory]
    [InlineData("[{\"id\": \"A\", \"v\": 1},\n{\"id\": \"B\"", "line 2", "This is no JSON")]
    [InlineData("[{\"id\": \"A\", \"v\": 1}\n", "line 2", "This is no JSON")]
    [InlineData("[{\"id\": \"A\", \"v\": 1}]\n[]", "line 2", "This is no JSON")]
    [InlineData("[{\"id\": \"A\"\n\"v\": 1}]", "line 2", "This is no JSON")]
    [InlineData("", "line 1", "This is no JSON")]
    [InlineData("{\"id\": \"A\", \"v\": 1}", "line 1", "The document has no array of rows.")]
    [InlineData("\"text\"", "line 1", "The document has no array of rows.")]
    [InlineData("[{\"id\": \"A\"}]", "x.json, column 'v'", "The column is missing")]
    public async Task a_document_that_is_cut_off_or_no_array_is_refused(string text, string place, string message)
    {
        _files.Bench.Write("x.json", text);
        var error = await _files.RefusalAsync(Source("x.json", array));
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldEndWith(place);
        error.Message.ShouldStartWith(message);
        Directory.EnumerateFiles(_files.Bench.Lake.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"data": {"items": [], "items": [{"id": "A", "v": 1}]}}""", "The document has 'data.items' twice.")]
    [InlineData("""{"data": {"items": []}, "data": {"items": [{"id": "A", "v": 1}]}}""", "The document has 'data.items' twice.")]
    [InlineData("""{"data": {"item": []}}""", "The document has no array of rows at 'data.items'.")]
    [InlineData("""{"data": [{"items": []}]}""", "The document has no array of rows at 'data.items'.")]
    [InlineData("""[{"data": {"items": []}}]""", "The document has no array of rows at 'data.items'.")]
    public async Task a_document_with_no_array_there_or_two_is_refused(string text, string message)
    {
        _files.Bench.Write("x.json", text);
        (await _files.RefusalAsync(Source("x.json", inside))).Message.ShouldBe(message);
    }

    [Fact]
    public async Task an_empty_array_has_no_rows()
    {
        _files.Bench.Write("x.json", "[ ]\n");
        (await _files.FileAsync(Source("x.json", array))).Rows.ShouldBe(0);
    }

    [Fact]
    public async Task bytes_that_are_no_utf8_refuse_the_document_with_their_line()
    {
        _files.Bench.Write("x.json", [.. "[\n{\"id\": \""u8, 0xe9, .. "\", \"v\": 1}]"u8]);
        (await _files.RefusalAsync(Source("x.json", array))).Place.ShouldBe("x.json, line 2");
    }

    [Fact]
    public async Task an_array_that_is_read_as_json_lines_is_told_to_be_one()
    {
        _files.Bench.Write("x.json", """[{"id": "A", "v": 1}]""");
        var error = await _files.RefusalAsync(Source("x.json", array with { Format = null }));
        error.Message.ShouldBe("The file is a JSON array, and is read as JSON Lines.");
        error.Remedy.ShouldStartWith("Write `format: json` in the contract 'orders'");
    }
}
