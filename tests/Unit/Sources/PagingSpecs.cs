using System.Net.Http.Headers;
using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources.Kinds.Http;

namespace EventedPipelines.Tests.Unit.Sources;

public sealed class PagingSpecs
{
    static readonly Uri first = new("https://shop.example/v1/orders?limit=2");

    [Theory]
    [InlineData("<https://shop.example/v1/orders?page=2>; rel=\"next\"", "https://shop.example/v1/orders?page=2")]
    [InlineData("</v1/orders?page=2>; rel=next", "https://shop.example/v1/orders?page=2")]
    [InlineData("<?page=1>; rel=\"prev\", <?page=3>; rel=\"next\"", "https://shop.example/v1/orders?page=3")]
    [InlineData("<?a=1,2;3>; title=\"a, <b>; rel=x\"; rel=\"last next\"", "https://shop.example/v1/orders?a=1,2;3")]
    [InlineData("<?page=2>; rel=\"NEXT\"; rel=\"prev\"", "https://shop.example/v1/orders?page=2")]
    [InlineData("<?page=2>; rel=\"prev\"; rel=\"next\"", null)]
    [InlineData("<?page=2>; crossorigin; rel=next", "https://shop.example/v1/orders?page=2")]
    [InlineData("<?page=9>; rel=\"last\"", null)]
    [InlineData("nonsense", null)]
    public void the_link_header_names_the_next_page(string header, string? next) => LinkHeader.Next([header], first)?.AbsoluteUri.ShouldBe(next);

    [Fact]
    public void a_link_header_may_come_more_than_once() => LinkHeader.Next(["<?page=1>; rel=prev", "<?page=3>; rel=next"], first)!.Query.ShouldBe("?page=3");

    [Theory]
    [InlineData("""{"links": {"next": "/v1/orders?after=7"}}""", "https://shop.example/v1/orders?after=7")]
    [InlineData("""{"links": {"next": null}}""", null)]
    [InlineData("""{"links": {"next": ""}}""", null)]
    [InlineData("""{"links": {"next": false}}""", null)]
    [InlineData("""{"links": {}}""", null)]
    [InlineData("""{"links": []}""", null)]
    [InlineData("{}", null)]
    public void a_url_in_the_page_names_the_next_one_until_there_is_none(string json, string? next) =>
        Next(new(HttpPageBy.Link, "links.next"), json, rows: 2)?.AbsoluteUri.ShouldBe(next);

    [Theory]
    [InlineData("""{"meta": {"cursor": "a b&c"}}""", "https://shop.example/v1/orders?limit=2&after=a%20b%26c")]
    [InlineData("""{"meta": {"cursor": 12345678901234567890}}""", "https://shop.example/v1/orders?limit=2&after=12345678901234567890")]
    [InlineData("""{"meta": {"cursor": null}}""", null)]
    public void a_cursor_is_sent_as_it_came_until_there_is_none(string json, string? next) =>
        Next(new(HttpPageBy.Cursor, "meta.cursor", "after"), json, rows: 0)?.AbsoluteUri.ShouldBe(next);

    [Fact]
    public void a_cursor_that_is_no_value_is_an_error() =>
        Should.Throw<StepFailedException>(() => Next(new(HttpPageBy.Cursor, "meta", "after"), """{"meta": {"cursor": 1}}""", rows: 1)).Error.Message.ShouldContain("names no next page");

    [Theory]
    [InlineData(HttpPageBy.Offset, null, "offset=7")]
    [InlineData(HttpPageBy.Offset, 1, "offset=8")]
    [InlineData(HttpPageBy.Page, null, "offset=4")]
    [InlineData(HttpPageBy.Page, 0, "offset=3")]
    public void pages_are_counted_by_the_rows_that_came_or_by_themselves(HttpPageBy by, int? from, string next) =>
        Next(new(by, null, "offset") { First = from }, "[]", rows: 1, number: 3, soFar: 7)!.Query.ShouldBe($"?limit=2&{next}");

    [Theory]
    [InlineData(HttpPageBy.Offset)]
    [InlineData(HttpPageBy.Page)]
    public void counted_pages_end_with_one_without_rows(HttpPageBy by) => Next(new(by, null, "offset"), "[]", rows: 0, number: 3, soFar: 7).ShouldBeNull();

    [Theory]
    [InlineData("""{"has_more": false, "next": 5}""", false)]
    [InlineData("""{"has_more": true, "next": 5}""", true)]
    [InlineData("""{"next": 5}""", true)]
    public void a_page_that_says_that_there_is_no_more_is_the_last(string json, bool isThere) =>
        (Next(new(HttpPageBy.Cursor, "next", "after") { More = "has_more" }, json, rows: 1) is not null).ShouldBe(isThere);

    [Fact]
    public void a_parameter_that_is_there_already_is_replaced() => Paging.With(new("https://a.example/x?page=1&b=c"), "page", "2").Query.ShouldBe("?b=c&page=2");

    [Theory]
    [InlineData("120", 1, 120)]
    [InlineData("Sun, 22 Nov 2026 12:00:30 GMT", 1, 30)]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT", 1, 0)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 3, 4)]
    [InlineData(null, 30, 60)]
    public void a_wait_is_what_the_server_asks_for_else_twice_as_long_each_time(string? asked, int attempt, int seconds) =>
        RetryAfter.Of(asked is null ? null : RetryConditionHeaderValue.Parse(asked), new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    static Uri? Next(HttpPaging pages, string json, int rows, int number = 1, int soFar = 2) =>
        Paging.Next(pages, first, new(first, number, rows, soFar, [], Encoding.UTF8.GetBytes(json)), "page");
}
