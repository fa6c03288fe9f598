using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources.Kinds;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>An API on loopback that gives its data page by page (domain.md 1.4).</summary>
public sealed class when_an_api_is_fetched : IDisposable
{
    const string Secret = "s3cr3t-Token";

    readonly Fetching _fetching = new(Secret);

    public void Dispose() => _fetching.Dispose();

    [Fact]
    public async Task the_rows_of_all_pages_are_taken_over_digit_by_digit()
    {
        await using var api = await ShopApi.StartAsync(
            """{"data": {"items": [{"id": 1, "amount": 10.10}, {"id": 12345678901234567890, "amount": 1e2}]}, "meta": {"next": "a b"}}""",
            """{"data": {"items": [{"id": 3, "amount": 0.1000000000000000000001}]}, "meta": {"next": null}}""");
        var fetched = await _fetching.FetchedAsync(Origin(api, "/v1/orders/{date:yyyy-MM-dd}?limit=2") with
        {
            Query = [new("from", "{first_at}"), new("state", "paid & shipped")],
            Rows = "data.items",
            Pages = new(HttpPageBy.Cursor, "meta.next", "after"),
        });

        api.Requests.Select(request => request.Target).ShouldBe(
        [
            "/v1/orders/2026-11-22?limit=2&from=2026-11-22T00%3A00%3A00Z&state=paid%20%26%20shipped",
            "/v1/orders/2026-11-22?limit=2&from=2026-11-22T00%3A00%3A00Z&state=paid%20%26%20shipped&after=a%20b",
        ]);
        fetched.Came.Select(file => file.Name).ShouldBe(["page-0001.json", "page-0002.json"]);
        (await File.ReadAllTextAsync(fetched.Came[1].Path)).ShouldBe("""{"data": {"items": [{"id": 3, "amount": 0.1000000000000000000001}]}, "meta": {"next": null}}""");
        fetched.Format.ShouldBe(FileFormat.Jsonl);
        (await File.ReadAllLinesAsync(fetched.Rows.ShouldHaveSingleItem().Path)).ShouldBe(
            ["", """{"id": 1, "amount": 10.10}""", """{"id": 12345678901234567890, "amount": 1e2}""", "", """{"id": 3, "amount": 0.1000000000000000000001}"""]);
    }

    [Fact]
    public async Task pages_follow_the_link_header()
    {
        await using var api = await ShopApi.StartAsync((number, context) =>
        {
            context.Response.Headers.Link = number < 3 ? $"</orders?page={number + 1}>; rel=\"next\", </orders?page=1>; rel=\"first\"" : "</orders?page=1>; rel=\"first\"";
            return context.JsonAsync($$"""[{"id": {{number}}}]""");
        });
        (await _fetching.LinesAsync(Origin(api, "/orders") with { Pages = new(HttpPageBy.Link) })).ShouldBe(["", "{\"id\": 1}", "", "{\"id\": 2}", "", "{\"id\": 3}"]);
        api.Requests.Select(request => request.Target).ShouldBe(["/orders", "/orders?page=2", "/orders?page=3"]);
    }

    [Fact]
    public async Task counted_pages_end_with_an_empty_one_and_not_with_a_short_one()
    {
        await using var api = await ShopApi.StartAsync("[{\"id\": 1}, {\"id\": 2}]", "[{\"id\": 3}]", "[{\"id\": 4}, {\"id\": 5}]", "[]");
        (await _fetching.LinesAsync(Origin(api, "/orders?limit=2") with { Pages = new(HttpPageBy.Offset, null, "offset") })).Count(line => line.Length > 0).ShouldBe(5);
        api.Requests.Select(request => request.Target).ShouldBe(["/orders?limit=2&offset=0", "/orders?limit=2&offset=2", "/orders?limit=2&offset=3", "/orders?limit=2&offset=5"]);
    }

    [Fact]
    public async Task a_status_may_say_that_there_is_no_such_page_any_more()
    {
        await using var api = await ShopApi.StartAsync((number, context) => number < 3 ? context.JsonAsync($"[{number}]") : context.TextAsync("gone", "text/plain", 404));
        (await _fetching.LinesAsync(Origin(api, "/orders") with { Pages = new(HttpPageBy.Page, null, "page") { EndStatuses = [404] } })).ShouldBe(["", "1", "", "2"]);
    }

    [Fact]
    public async Task a_request_may_post_json_and_prove_who_asks()
    {
        await using var api = await ShopApi.StartAsync("[]");
        await _fetching.FetchedAsync(Origin(api, "/search") with { Body = """{"from": "{first}", "to": "{next}"}""", Auth = new(HttpAuthScheme.Basic, _fetching.Variable, "reader") }, "2026-11");
        var asked = api.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Body).ShouldBe(("POST", """{"from": "2026-11-01", "to": "2026-12-01"}"""));
        asked.Headers["authorization"].ShouldBe($"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"reader:{Secret}"))}");
        asked.Headers["content-type"].ShouldStartWith("application/json");
    }

    [Theory]
    [InlineData("text/csv", "id,amount\n1,2.50\n", "page-0001.csv", FileFormat.Csv)]
    [InlineData("application/x-ndjson", "{\"id\":1}\n", "page-0001.jsonl", FileFormat.Jsonl)]
    public async Task a_file_goes_to_the_parser_as_it_came(string type, string body, string name, FileFormat format)
    {
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync(body, type));
        var fetched = await _fetching.FetchedAsync(Origin(api, "/export"));
        fetched.Format.ShouldBe(format);
        fetched.Rows.ShouldBe(fetched.Came);
        fetched.Rows.ShouldHaveSingleItem().Name.ShouldBe(name);
        (await File.ReadAllTextAsync(fetched.Rows[0].Path)).ShouldBe(body);
    }

    [Fact]
    public async Task an_answer_that_is_sent_packed_is_kept_unpacked_and_a_packed_file_as_it_is()
    {
        await using var api = await ShopApi.StartAsync(async (number, context) =>
        {
            context.Response.ContentType = "text/csv";
            if (number == 1)
            {
                context.Response.Headers.ContentEncoding = "gzip";
            }

            await context.Response.Body.WriteAsync(Gzip("id\n1\n"));
        });
        (await _fetching.LinesAsync(Origin(api, "/export"))).ShouldBe(["id", "1"]);
        api.Requests[0].Headers["accept-encoding"].ShouldBe("gzip");
        (await _fetching.FetchedAsync(Origin(api, "/export"))).Rows.ShouldHaveSingleItem().Name.ShouldBe("page-0001.csv.gz");
    }

    [Fact]
    public async Task an_unchanged_answer_is_not_fetched_again()
    {
        await using var api = await ShopApi.StartAsync((_, context) =>
        {
            (context.Response.Headers.ETag, context.Response.Headers.LastModified) = ("\"v1\"", "Sun, 22 Nov 2026 12:00:00 GMT");
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"v1\"" ? 304 : 200;
            return context.Response.StatusCode == 304 ? Task.CompletedTask : context.JsonAsync("[1]");
        });
        _fetching.Known = (await _fetching.FetchedAsync(Origin(api, "/orders/{first}"))).Validators;
        (await _fetching.FetchAsync(Origin(api, "/orders/{first}"))).ShouldBeOfType<NotModified>();
        api.Requests[1].Headers["if-modified-since"].ShouldBe("Sun, 22 Nov 2026 12:00:00 GMT");

        await _fetching.FetchedAsync(Origin(api, "/orders/{first}"), "2026-11-23");
        api.Requests[2].Headers.ShouldNotContainKey("if-none-match", "What is known is of another period.");
    }

    [Fact]
    public async Task a_delivery_of_several_pages_is_fetched_whole_though_its_first_page_is_unchanged()
    {
        await using var api = await ShopApi.StartAsync((number, context) =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            return context.JsonAsync(number % 2 == 1 ? $$"""{"items": [{{number}}], "next": 2}""" : $$"""{"items": [{{number}}]}""");
        });
        var origin = Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") };
        _fetching.Known = (await _fetching.FetchedAsync(origin)).Validators;
        _fetching.Known.Count.ShouldBe(2);
        await _fetching.FetchedAsync(origin);
        api.Requests.ShouldAllBe(request => !request.Headers.ContainsKey("if-none-match"));
    }

    [Theory]
    [InlineData(204, "", true)]
    [InlineData(404, "no orders yet", true)]
    [InlineData(200, "[]", true)]
    [InlineData(200, "[{\"id\": 1}]", false)]
    public async Task an_api_says_in_its_own_way_that_there_is_nothing_yet(int status, string body, bool isNothing)
    {
        await using var api = await ShopApi.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await (status == 204 ? Task.CompletedTask : context.Response.WriteAsync(body));
        });
        var result = await _fetching.FetchAsync(Origin(api, "/orders") with { NothingYet = [204, 404], NothingYetWhenEmpty = true });
        (result is NothingYet).ShouldBe(isNothing);
    }

    [Fact]
    public async Task a_page_without_rows_is_a_delivery_unless_it_means_nothing_yet()
    {
        await using var api = await ShopApi.StartAsync("[]");
        (await _fetching.LinesAsync(Origin(api, "/orders"))).ShouldBe([""]);
    }

    [Fact]
    public async Task a_second_fetch_of_the_same_data_gives_the_same_files()
    {
        await using var api = await ShopApi.StartAsync("[1]");
        var first = await _fetching.FetchedAsync(Origin(api, "/orders"));
        var second = await _fetching.FetchedAsync(Origin(api, "/orders"));
        second.Came.ShouldBe(first.Came);
        second.Rows.ShouldBe(first.Rows);
        Directory.GetDirectories(_fetching.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_server_that_is_busy_is_asked_again_when_it_says()
    {
        await using var api = await ShopApi.StartAsync((number, context) =>
        {
            context.Response.Headers.RetryAfter = number switch { 1 => "7", 2 => "Mon, 23 Nov 2026 09:00:30 GMT", _ => default };
            return number <= 2 ? context.TextAsync("busy", "text/plain", number == 1 ? 429 : 503) : context.JsonAsync("[1]");
        });
        (await _fetching.LinesAsync(Origin(api, "/orders"))).ShouldBe(["", "1"]);
        _fetching.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30)]);
    }

    [Fact]
    public async Task a_row_that_does_not_fit_is_set_apart_with_its_page()
    {
        await using var api = await ShopApi.StartAsync(
            """{"items": [{"id": 1, "amount": 1.50}, {"id": 2, "amount": null}], "next": 2}""", """{"items": [{"id": 3, "amount": 2}, {"id": 4, "amount": "n/a"}]}""");
        var fetched = await _fetching.FetchedAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") });

        var (bench, source) = await Fetching.DeliveredAsync(fetched, mostRejects: 0.5m, "id bigint", "amount decimal(19,4)");
        using (bench)
        {
            var file = (await bench.IngestedAsync(source)).Files.ShouldHaveSingleItem();
            (file.Rows, file.RejectedRows).ShouldBe((3, 1));
            (await bench.RefusalAsync(source with { MostRejects = 0 })).Place.ShouldContain("page-0002.json, row 2, column 'amount'");
        }
    }

    [Theory]
    [InlineData("""{"id": 3}, {"id": 4}""", "not null", "the file has id.")]
    [InlineData("""{"id": 3}, {"id": 4}, {"id": 5}, {"id": 6}, {"id": 7}""", "", "the file has id.")]
    [InlineData("""{"id": 3, "amuont": 5}""", "", "the file has id, amuont. 'amuont' looks like its new name.")]
    public async Task a_page_without_a_column_that_the_others_have_is_refused_as_a_file_without_it_is(string rows, string nullable, string found)
    {
        await using var api = await ShopApi.StartAsync($$"""{"items": [{{string.Join(", ", Enumerable.Range(11, 5).Select(id => $$"""{"id": {{id}}, "amount": 1.50}"""))}}], "next": 2}""", $$"""{"items": [{{rows}}]}""");
        var error = await RefusalOfAsync(api, $"amount decimal(19,4) {nullable}");
        error.Place.ShouldBe("rows.pages.jsonl, page-0002.json, column 'amount'");
        error.Message.ShouldBe($"The column is missing in each row of the page, while each of page-0001.json has it; {found}");
    }

    [Fact]
    public async Task a_first_page_without_a_column_is_refused_likewise()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [{"id": 1}, {"id": 2}], "next": 2}""", """{"items": [], "next": 3}""", """{"items": [{"id": 1, "amount": 2}]}""");
        (await RefusalOfAsync(api, "amount decimal(19,4) not null")).Place.ShouldBe("rows.pages.jsonl, page-0001.json, column 'amount'");
    }

    [Fact]
    public async Task a_column_that_changes_its_type_between_pages_is_refused_with_its_page()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [{"id": 1, "amount": 1.50}], "next": 2}""", """{"items": [{"id": 2, "amount": {"value": 2}}, {"id": 3, "amount": "three"}]}""");
        var error = await RefusalOfAsync(api, "amount decimal(19,4)");
        error.Place.ShouldBe("rows.pages.jsonl, page-0002.json, row 1, column 'amount'");
        error.Message.ShouldContain("is not one value but an object");
        error.Message.ShouldContain("Page-0002.json, row 2, column 'amount': 'three' is not a decimal(19,4)");
    }

    [Theory]
    [InlineData("""{"id": 2}, {"id": 3, "amount": 2}""", """{"id": 4}""")]
    [InlineData("""{"id": 2, "amount": null}""", """{"id": 4, "amount": null}""")]
    [InlineData("""{"id": 2, "amount": 2}, {"id": 3, "amount": 2}""", """{"id": 4}, {"id": 5}""")]
    public async Task a_key_that_is_left_out_here_and_there_is_null(string second, string third)
    {
        await using var api = await ShopApi.StartAsync("""{"items": [{"id": 1, "amount": 1.50}], "next": 2}""", $$"""{"items": [{{second}}], "next": 3}""", $$"""{"items": [{{third}}]}""");
        var (bench, source) = await Fetching.DeliveredAsync(await _fetching.FetchedAsync(Paged(api)), 0, "id bigint", "amount decimal(19,4)");
        using (bench)
        {
            (await bench.IngestedAsync(source)).Files.ShouldHaveSingleItem().RejectedRows.ShouldBe(0);
        }
    }

    async Task<StepError> RefusalOfAsync(ShopApi api, string column)
    {
        var (bench, source) = await Fetching.DeliveredAsync(await _fetching.FetchedAsync(Paged(api)), 0, "id bigint", column);
        using (bench)
        {
            return await bench.RefusalAsync(source);
        }
    }

    static HttpOrigin Paged(ShopApi api) => Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") };

    static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    static HttpOrigin Origin(ShopApi api, string path) => new($"{api.Url}{path}") { AllowPrivate = true };
}
