using System.Net.Sockets;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>An API that gives something else than its data, or nothing: every error says where, what came, and what to do, and keeps what came (domain.md 2.5).</summary>
public sealed class when_an_api_fails : IDisposable
{
    const string Secret = "s3cr3t-Token";

    readonly Fetching _fetching = new(Secret);

    public void Dispose() => _fetching.Dispose();

    [Fact]
    public async Task a_page_of_html_with_status_200_is_an_error_that_shows_it()
    {
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync($"<!doctype html>\n<title>Sign in</title> {Secret}", "application/json"));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Auth = new(HttpAuthScheme.Bearer, _fetching.Variable) });
        error.Place.ShouldBe($"source 'orders', 2026-11-22 (GET {api.Url}/orders)");
        error.Message.ShouldContain("a page of HTML with status 200, no data: '<!doctype html> <title>Sign in</title> ***'");
        (await _fetching.KeptAsync(error)).ShouldContain("<title>Sign in</title>");
        error.Message.ShouldContain("page-0001.html");
    }

    [Fact]
    public async Task a_later_page_of_html_is_named_and_shown_though_others_came_before_it()
    {
        await using var api = await ShopApi.StartAsync((number, context) =>
            number == 1 ? context.JsonAsync("""{"items": [{"id": 1}], "next": 2}""") : context.TextAsync("<html><body>We are back soon</body></html>", "text/html"));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") });
        error.Place.ShouldBe($"source 'orders', 2026-11-22, page 2 (GET {api.Url}/orders)");
        error.Message.ShouldContain("page-0002.html");
        error.Remedy.ShouldContain("Open the address in a browser");
        (await _fetching.KeptAsync(error)).ShouldContain("We are back soon");
    }

    [Fact]
    public async Task a_certificate_that_nobody_trusts_is_named_with_the_reason()
    {
        using var certificate = ShopApi.SelfSigned("CN=orders.shop.example, O=Shop");
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync("[]"), certificate);
        api.Url.ShouldStartWith("https://");
        var error = await _fetching.RefusalAsync(Origin(api, "/orders"));
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldStartWith("The server's certificate (CN=orders.shop.example, O=Shop, issued by CN=orders.shop.example, O=Shop, valid until ");
        error.Message.ShouldContain("UntrustedRoot");
        api.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.0.0.1", false, "it is for another name")]
    [InlineData(null, true, "NotTimeValid")]
    public async Task a_certificate_for_another_or_that_has_run_out_is_told_so(string? host, bool isOver, string reason)
    {
        using var certificate = ShopApi.SelfSigned("CN=orders.shop.example", host, isOver);
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync("[]"), certificate);
        var error = await _fetching.RefusalAsync(Origin(api, "/orders"));
        error.Place.ShouldBe($"source 'orders', 2026-11-22 (GET {api.Url}/orders)");
        error.Message.ShouldContain(reason);
        error.Remedy.ShouldContain("a certificate that this machine trusts");
    }

    [Fact]
    public async Task pages_with_the_same_rows_are_an_error_whatever_is_around_them()
    {
        await using var api = await ShopApi.StartAsync((number, context) => context.JsonAsync($$"""{"items": [{"id": 1}, {"id": 2}], "next": "{{number}}", "at": "12:00:0{{number}}"}"""));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") });
        error.Message.ShouldStartWith("The pages repeat: Page 2 has the rows of page 1.");
        error.Remedy.ShouldStartWith("Correct `pages`");
        error.Place.ShouldContain("page 2");
        (await _fetching.KeptAsync(error)).ShouldContain("12:00:02");
    }

    [Fact]
    public async Task pages_that_come_back_are_an_error()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [1], "next": "a"}""", """{"items": [2], "next": "b"}""", """{"items": [3], "next": "a"}""");
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") });
        error.Message.ShouldStartWith("The pages repeat: Page 4 would be the same request as page 2.");
        (await _fetching.KeptAsync(error)).ShouldContain("[3]");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task pages_that_are_the_same_though_they_are_counted_are_an_error()
    {
        await using var api = await ShopApi.StartAsync("[1]", "[2]");
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Pages = new(HttpPageBy.Page, null, "page") });
        error.Message.ShouldStartWith("The pages repeat: Page 3 is byte for byte page 2.");
        (await _fetching.KeptAsync(error)).ShouldBe("[2]");
        error.Place.ShouldStartWith("source 'orders', 2026-11-22, page 3 (GET ");
    }

    [Fact]
    public async Task pages_without_end_are_an_error_at_their_limit()
    {
        await using var api = await ShopApi.StartAsync((number, context) => context.JsonAsync($"[{number}]"));
        (await _fetching.RefusalAsync(Origin(api, "/orders") with { Pages = new(HttpPageBy.Page, null, "page") { Most = 5 } })).Message.ShouldStartWith("There are more than 5 pages.");
        api.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task a_list_that_moved_in_a_later_page_says_what_is_there()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [1], "next": "a"}""", """{"rows": [2], "next": "b"}""");
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "next", "after") });
        error.Message.ShouldStartWith("There is no list at `items`; there are rows, next.");
        error.Place.ShouldContain("page 2");
    }

    [Fact]
    public async Task a_next_page_that_is_looked_for_by_a_wrong_name_is_an_error_that_says_what_is_there()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [1], "meta": {"next": "b"}}""", """{"items": [2], "meta": {}}""");
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "meta.nxt", "after") });
        error.Message.ShouldStartWith("The page names no next one: it has no `meta.nxt`, though its `meta.next` says that there is one; it has items, meta.next. What came is kept in ");
        (await _fetching.KeptAsync(error)).ShouldContain("\"next\": \"b\"");
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_full_page_without_the_name_of_the_next_one_is_taken_with_a_doubt()
    {
        await using var api = await ShopApi.StartAsync("""{"items": [1, 2], "total": 9}""");
        var paged = Origin(api, "/orders?limit=2") with { Rows = "items", Pages = new(HttpPageBy.Cursor, "nxt", "after") };
        (await _fetching.FetchedAsync(paged)).Doubt.ShouldBe(
            "The first page was taken for the only one, since it has no `nxt`, but its `total` is 9, and it has 2 rows; it has items, total. If there are more, correct `pages`; if not, let its `more` name what says so.");
        (await _fetching.FetchedAsync(paged with { Pages = null })).Doubt.ShouldNotBeNull().ShouldStartWith("One answer was taken for all there is, since source.yml says no `pages`, but its `total` is 9");
    }

    [Theory]
    [InlineData(401, ErrorClass.Permanent, "Look whether the secret EVENTED_SECRET_")]
    [InlineData(404, ErrorClass.Permanent, "nothing_yet: [404]")]
    [InlineData(400, ErrorClass.Permanent, "Correct the source's `http` block")]
    [InlineData(501, ErrorClass.Transient, "ask whoever runs the API")]
    public async Task a_refusal_shows_what_came_without_the_secret(int status, ErrorClass errorClass, string remedy)
    {
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync($"no: {Secret}", "text/plain", status));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders?x=y") with { Auth = new(HttpAuthScheme.Header, _fetching.Variable, "X-Api-Key") });
        api.Requests.ShouldHaveSingleItem().Headers["x-api-key"].ShouldBe(Secret);
        error.Class.ShouldBe(errorClass);
        error.Message.ShouldStartWith($"{api.Url}/orders answered {status}: 'no: ***'.");
        error.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public async Task a_server_that_stays_busy_is_given_up_after_its_attempts()
    {
        await using var api = await ShopApi.StartAsync((_, context) => context.TextAsync("busy", "text/plain", 503));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Attempts = 3 });
        (error.Class, api.Requests.Count).ShouldBe((ErrorClass.Transient, 3));
        error.Message.ShouldStartWith($"{api.Url}/orders answered 503 Service Unavailable: 'busy'. That was attempt 3.");
        _fetching.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
    }

    [Fact]
    public async Task a_wait_that_is_too_long_is_left_to_the_next_look()
    {
        await using var api = await ShopApi.StartAsync((_, context) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return context.TextAsync("", "text/plain", 429);
        });
        (await _fetching.RefusalAsync(Origin(api, "/orders"))).Message.ShouldContain("It asks to come back after 3600 s.");
        _fetching.Clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_server_that_hangs_is_given_up_after_its_time()
    {
        await using var api = await ShopApi.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Timeout = TimeSpan.FromMilliseconds(200), Attempts = 2 });
        error.Message.ShouldStartWith("No whole answer came within 0.2 s. That was attempt 2.");
    }

    [Fact]
    public async Task a_fetch_of_many_pages_is_given_up_after_its_time()
    {
        await using var api = await ShopApi.StartAsync((number, context) => number < 3 ? context.JsonAsync($"[{number}]") : Task.Delay(Timeout.Infinite, context.RequestAborted));
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Within = TimeSpan.FromMilliseconds(1500), Pages = new(HttpPageBy.Page, null, "page") });
        error.Message.ShouldStartWith("It took longer than 1.5 s, and came to page ");
        error.Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task an_answer_that_is_cut_off_under_way_is_never_handed_on()
    {
        await using var api = await ShopApi.StartAsync(async (_, context) =>
        {
            context.Response.ContentType = "text/csv";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("id,amount\n1,2\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Attempts = 2 });
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldStartWith("There was no whole answer: ");
    }

    [Theory]
    [InlineData("text/csv", "id,amount\n1,2\n2,2000", "id,amount\n1,2\n2,20")]
    [InlineData("application/x-ndjson", "{\"id\":1}\n{\"id\":20}", "{\"id\":1}\n{\"id\"")]
    public async Task an_answer_without_its_length_that_comes_otherwise_the_second_time_is_never_handed_on(string type, string first, string second)
    {
        await using var api = new BrokenOffServer(type, first, second);
        var error = await _fetching.RefusalAsync(new HttpOrigin($"{api.Url}/export") { AllowPrivate = true });
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldContain($"asked again, it was another: {first.Length} bytes, then {second.Length}. It is cut off.");
        (await _fetching.KeptAsync(error)).ShouldBe(first);
        api.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("id,amount\n1,2\n2,20", 2, true)]
    [InlineData("id,amount\n1,2\n2,20\n", 1, false)]
    public async Task an_answer_without_its_length_and_the_end_of_its_last_line_is_taken_with_a_doubt_where_it_comes_the_same_twice(string body, int requests, bool isDoubted)
    {
        await using var api = new BrokenOffServer("text/csv", body);
        var fetched = await _fetching.FetchedAsync(new HttpOrigin($"{api.Url}/export") { AllowPrivate = true });
        (fetched.Doubt is not null, api.Requests).ShouldBe((isDoubted, requests));
        fetched.Came.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task an_answer_that_is_cut_off_before_its_last_column_is_refused_as_a_file_is()
    {
        await using var api = new BrokenOffServer("text/csv", "id,amount\n1,2\n2");
        var (bench, source) = await Fetching.DeliveredAsync(await _fetching.FetchedAsync(new HttpOrigin($"{api.Url}/export") { AllowPrivate = true }), 0.9m, "id bigint", "amount decimal(19,4)");
        using (bench)
        {
            (await bench.RefusalAsync(source)).Message.ShouldBe("The row has 1 of 2 columns.");
        }
    }

    [Fact]
    public async Task a_packed_answer_that_ends_too_soon_is_never_handed_on()
    {
        await using var api = await ShopApi.StartAsync(async (_, context) =>
        {
            context.Response.ContentType = "text/csv";
            context.Response.Headers.ContentEncoding = "gzip";
            using var packed = new MemoryStream();
            await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
            {
                await gzip.WriteAsync(new byte[100_000]);
            }

            await context.Response.Body.WriteAsync(packed.ToArray().AsMemory(0, 50_000));
        });
        (await _fetching.RefusalAsync(Origin(api, "/orders") with { Attempts = 1 })).Message.ShouldStartWith("There was no whole answer: ");
    }

    [Fact]
    public async Task json_that_ends_too_soon_is_never_handed_on()
    {
        await using var api = await ShopApi.StartAsync("""[{"id": 1}, {"id": """);
        var error = await _fetching.RefusalAsync(Origin(api, "/orders"));
        error.Message.ShouldStartWith("The answer is no whole JSON");
        (await _fetching.KeptAsync(error)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task an_answer_that_is_too_large_is_refused_also_unpacked(bool isPacked)
    {
        await using var api = await ShopApi.StartAsync(async (_, context) =>
        {
            context.Response.ContentType = "text/csv";
            context.Response.Headers.ContentEncoding = isPacked ? "gzip" : "identity";
            await using var body = isPacked ? new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest) : context.Response.Body;
            await body.WriteAsync(new byte[3_000_000]);
        });
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { Megabytes = 1 });
        error.Message.ShouldStartWith("The answer is larger than 1 MB.");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task all_answers_together_have_a_limit_too()
    {
        await using var api = await ShopApi.StartAsync((number, context) => context.JsonAsync($"[\"{number}{new string('x', 400_000)}\"]"));
        (await _fetching.RefusalAsync(Origin(api, "/orders") with { TotalMegabytes = 1, Pages = new(HttpPageBy.Page, null, "page") })).Message.ShouldStartWith("All answers together are larger than 1 MB.");
        api.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task what_proves_who_asks_goes_to_no_other_host()
    {
        await using var other = await ShopApi.StartAsync("""{"items": [1], "next": null}""");
        await using var api = await ShopApi.StartAsync((number, context) =>
        {
            context.Response.Redirect(number == 1 ? "/moved" : $"{other.Url}/elsewhere");
            return Task.CompletedTask;
        });
        await _fetching.FetchedAsync(Origin(api, "/orders") with { Rows = "items", Auth = new(HttpAuthScheme.Bearer, _fetching.Variable) });
        api.Requests.Select(request => request.Headers["authorization"]).ShouldBe([$"Bearer {Secret}", $"Bearer {Secret}"]);
        other.Requests.ShouldHaveSingleItem().Headers.ShouldNotContainKey("authorization");
    }

    [Fact]
    public async Task what_proves_who_asks_goes_to_no_other_host_by_a_link()
    {
        await using var other = await ShopApi.StartAsync("""{"items": [2]}""");
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync($$"""{"items": [1], "next": "{{other.Url}}/page2"}"""));
        await _fetching.FetchedAsync(Origin(api, "/orders") with { Rows = "items", Pages = new(HttpPageBy.Link, "next"), Auth = new(HttpAuthScheme.Header, _fetching.Variable, "X-Api-Key") });
        api.Requests.ShouldHaveSingleItem().Headers.ShouldContainKey("x-api-key");
        other.Requests.ShouldHaveSingleItem().Headers.ShouldNotContainKey("x-api-key");
    }

    [Fact]
    public async Task redirects_without_end_are_an_error()
    {
        await using var api = await ShopApi.StartAsync((number, context) =>
        {
            context.Response.Redirect($"/{number}");
            return Task.CompletedTask;
        });
        (await _fetching.RefusalAsync(Origin(api, "/orders"))).Message.ShouldBe($"It was redirected more than 5 times, last to {api.Url}/6.");
    }

    [Fact]
    public async Task a_private_address_is_refused_unless_it_is_allowed()
    {
        using var certificate = ShopApi.SelfSigned("CN=localhost");
        await using var api = await ShopApi.StartAsync((_, context) => context.JsonAsync("[]"), certificate);
        var error = await _fetching.RefusalAsync(Origin(api, "/orders") with { AllowPrivate = false });
        error.Message.ShouldBe("127.0.0.1 is at 127.0.0.1, which is a private address.");
        error.Remedy.ShouldContain("`allow_private: true`");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task http_is_for_private_networks_alone() =>
        (await _fetching.RefusalAsync(new HttpOrigin("http://shop.example/orders"))).Message.ShouldBe("http://shop.example/orders is not reached by https.");

    [Fact]
    public async Task a_secret_that_is_not_set_is_named()
    {
        await using var api = await ShopApi.StartAsync("[]");
        (await _fetching.RefusalAsync(Origin(api, "/orders") with { Auth = new(HttpAuthScheme.Bearer, "EVENTED_SECRET_NOT_SET") })).Message
            .ShouldBe("The environment variable EVENTED_SECRET_NOT_SET is not set.");
        (await _fetching.RefusalAsync(Origin(api, "/orders") with { Auth = new(HttpAuthScheme.Bearer, "PATH") })).Message.ShouldContain("PATH is not set");
        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_asked_again_and_given_up()
    {
        using var port = new Socket(SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var error = await _fetching.RefusalAsync(new HttpOrigin($"http://{port.LocalEndPoint}/orders") { AllowPrivate = true, Attempts = 2 });
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task a_cancelled_fetch_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        await using var api = await ShopApi.StartAsync(async (number, context) =>
        {
            await (number == 1 ? context.JsonAsync("[1]") : cancelled.CancelAsync());
            await (number == 1 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, context.RequestAborted));
        });
        await Should.ThrowAsync<OperationCanceledException>(() => _fetching.FetchAsync(Origin(api, "/orders") with { Pages = new(HttpPageBy.Page, null, "page") }, cancellationToken: cancelled.Token));
        Directory.GetFileSystemEntries(_fetching.Folder).ShouldBeEmpty();
    }

    static HttpOrigin Origin(ShopApi api, string path) => new($"{api.Url}{path}") { AllowPrivate = true };
}
