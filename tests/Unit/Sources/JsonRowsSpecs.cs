using System.Text;
using CsCheck;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Production.Sources.Kinds;
using EventedPipelines.Workers.Production.Sources.Kinds.Http;

namespace EventedPipelines.Tests.Unit.Sources;

public sealed class JsonRowsSpecs
{
    [Fact]
    public void a_row_is_taken_as_the_bytes_that_came() => RowsOf(
        """
        {"data": {"items": [
          {"id": 12345678901234567890, "amount": 1.10, "note": "a\u0022b\n\"c\" é"},
          {"amount":1e2,
           "id" : 7, "tags": ["x", {"y":0.10}]}
        ]}}
        """,
        "data.items").ShouldBe(
    [
        "",
        """{"id": 12345678901234567890, "amount": 1.10, "note": "a\u0022b\n\"c\" é"}""",
        """{"amount":1e2,   "id" : 7, "tags": ["x", {"y":0.10}]}""",
    ]);

    [Fact]
    public void the_whole_answer_may_be_the_list() => RowsOf("[{\"a\": 1}]", null).ShouldBe(["", "{\"a\": 1}"]);

    [Fact]
    public void a_name_with_a_dot_is_found_as_it_stands()
    {
        var json = """{"a": {"b": 1}, "@odata.nextLink": "x", "v.w": {"rows.all": [1, 2]}}"""u8;
        JsonPath.Find(json, "@odata.nextLink")!.Value.TextIn(json).ShouldBe("x");
        JsonPath.Find(json, "a.b")!.Value.TextIn(json).ShouldBe("1");
        JsonPath.Find(json, "v.w.rows.all").ShouldNotBeNull();
        JsonPath.Find(json, "a.c").ShouldBeNull();
        JsonPath.Find(json, "a.b.c").ShouldBeNull();
    }

    [Fact]
    public void a_number_keeps_its_digits_whatever_they_are() => Gen.String[Gen.Char['0', '9'], 1, 60].Select(Gen.String[Gen.Char['0', '9'], 1, 60]).Sample((whole, part) =>
    {
        var number = $"{whole.TrimStart('0').PadLeft(1, '0')}.{part}";
        RowsOf($$"""{"rows":[{"n":{{number}}}]}""", "rows").ShouldBe(["", $$"""{"n":{{number}}}"""]);
    });

    [Theory]
    [InlineData("""{"rows": [{"a": 1}, {"a":""", false)]
    [InlineData("", true)]
    [InlineData("<html>", true)]
    [InlineData("""{"rows": []} trailing""", false)]
    public void an_answer_that_is_no_whole_json_is_refused_and_shown_unless_it_has_rows(string json, bool isShown) => Refusal(json, "rows").ShouldSatisfyAllConditions(
        error => error.Class.ShouldBe(ErrorClass.Transient), error => error.Message.ShouldContain("no whole JSON"),
        error => error.Message.Contains("excerpt", StringComparison.Ordinal).ShouldBe(isShown));

    [Theory]
    [InlineData("""{"error": "an excerpt", "data": null}""", "There is no list at `data`; there are error, data; it says 'an excerpt'.")]
    [InlineData("""{"error": {"message": "an excerpt"}}""", "There is no list at `data`; there are error; it says 'an excerpt'.")]
    [InlineData("""{"error": "a key s3cret"}""", "There is no list at `data`; there are error.")]
    [InlineData("""{"customer": "an excerpt"}""", "There is no list at `data`; there are customer.")]
    public void an_answer_without_the_list_says_what_is_there_and_what_the_api_says(string json, string message) => Refusal(json, "data").Message.ShouldBe(message);

    [Fact]
    public async Task a_row_is_found_again_by_its_page()
    {
        var rows = new MemoryStream();
        foreach (var page in (string[])["[1,2]", "[]", "[3]"])
        {
            JsonRows.Write(Encoding.UTF8.GetBytes(page), null, "place", "excerpt", rows);
        }

        var text = Encoding.UTF8.GetString(rows.ToArray());
        text.ShouldBe("\n1\n2\n\n\n3\n");
        var starts = await PagedRows.StartsAsync(new StringReader(text));
        Enumerable.Range(1, 3).Select(record => PagedRows.Find(starts, record)).ShouldBe([("page-0001.json", 1), ("page-0001.json", 2), ("page-0003.json", 1)]);
        PagedRows.Find([], 1).ShouldBeNull("A file of that name may come from elsewhere.");
    }

    [Theory]
    [InlineData("application/json", "https://a.example/x", FileFormat.Json)]
    [InlineData("application/vnd.api+json", "https://a.example/x", FileFormat.Json)]
    [InlineData("application/x-ndjson", "https://a.example/x.csv", FileFormat.Jsonl)]
    [InlineData("text/csv", "https://a.example/x", FileFormat.Csv)]
    [InlineData("application/octet-stream", "https://a.example/x.csv.gz?sig=1", FileFormat.Csv)]
    [InlineData("binary/octet-stream", "https://a.example/x.parquet", FileFormat.Parquet)]
    [InlineData("text/plain", "https://a.example/x", null)]
    [InlineData(null, "https://a.example/x", null)]
    public void an_answer_is_what_its_type_or_else_its_url_says(string? type, string url, FileFormat? format) => BodyFormat.Of(null, type, new(url)).ShouldBe(format);

    [Theory]
    [InlineData("application/json", " \n<!DOCTYPE html><html>", true)]
    [InlineData("text/csv", "<html lang=en>", true)]
    [InlineData("text/html", "id,amount", true)]
    [InlineData("text/csv", "<htmlish>,amount", false)]
    [InlineData("application/json", "{\"a\": \"<html>\"}", false)]
    public void html_is_seen_whatever_it_is_sent_as(string type, string body, bool isHtml) => BodyFormat.IsHtml(type, Encoding.UTF8.GetBytes(body)).ShouldBe(isHtml);

    [Fact]
    public void an_excerpt_is_one_line_without_secrets()
    {
        Excerpt.Of("a\r\n\tb\0 key=S3cret&x=s3cret", ["S3cret"]).ShouldBe("a b key=***&x=***");
        Excerpt.Of(new('x', 300), []).Length.ShouldBe(203);
    }

    static string[] RowsOf(string json, string? path)
    {
        var rows = new MemoryStream();
        JsonRows.Write(Encoding.UTF8.GetBytes(json), path, "place", "this is an excerpt", rows);
        return Encoding.UTF8.GetString(rows.ToArray()).Split('\n')[..^1];
    }

    static StepError Refusal(string json, string path) => Should.Throw<StepFailedException>(() => RowsOf(json, path)).Error;
}
