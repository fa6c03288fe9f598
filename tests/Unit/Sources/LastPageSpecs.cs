using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources.Kinds.Http;

namespace EventedPipelines.Tests.Unit.Sources;

/// <summary>A page without a next one is the last, unless it says itself that it is not: many APIs leave the name of the next one out there.</summary>
public sealed class LastPageSpecs
{
    [Theory]
    [InlineData("meta.nxt", """{"data": [1, 2], "meta": {"total": 9, "next": "abc"}}""", "`meta.next`")]
    [InlineData("next", """{"data": [1, 2], "meta": {"next": 3}}""", "`meta.next`")]
    [InlineData("next", """{"data": [1, 2], "_links": {"self": {"href": "/orders"}, "next": {"href": "/orders?page=2"}}}""", "`_links.next.href`")]
    [InlineData("meta.Next", """{"data": [1, 2], "meta": {"next": 3}}""", "`meta.next`")]
    [InlineData("nextcursor", """{"data": [1, 2], "next_cursor": "abc"}""", "`next_cursor`")]
    [InlineData("nextLink", """{"data": [1, 2], "@odata.nextLink": "https://shop.example/2"}""", "`@odata.nextLink`")]
    [InlineData("pageInfo.endCursr", """{"data": [1, 2], "pageInfo": {"endCursor": "abc", "hasNextPage": true}}""", "`pageInfo.hasNextPage`")]
    [InlineData("starting_after", """{"data": [1, 2], "has_more": true}""", "`has_more`")]
    [InlineData("meta.cursor", """{"data": [1, 2], "meta": {"current_page": 1, "last_page": 7}}""", "`meta.last_page`")]
    public void one_that_says_that_there_are_more_is_an_error_that_names_what_is_there(string path, string json, string sign)
    {
        var error = Should.Throw<StepFailedException>(() => Doubt(path, json)).Error;
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe("page 1");
        error.Message.ShouldStartWith($"The page names no next one: it has no `{path}`, though its {sign} says that there is one; it has data, ");
        error.Remedy.ShouldStartWith("Correct `path` of `pages`");
    }

    [Theory]
    [InlineData("""{"data": [1, 2]}""")]
    [InlineData("""{"data": [1, 2], "meta": {}}""")]
    [InlineData("""{"data": [1, 2], "meta": {"next": null}}""")]
    [InlineData("""{"data": [1, 2], "meta": {"next": ""}, "has_more": false}""")]
    [InlineData("""{"data": [1, 2], "next_cursor": "abc", "has_more": false}""")]
    [InlineData("""{"data": [1, 2], "nextSyncToken": "abc", "etag": "x"}""")]
    [InlineData("""{"data": [1, 2], "paging": {"cursors": {"before": "a", "after": "b"}}}""")]
    [InlineData("""{"data": [{"next": "abc"}], "totals": {"net": 12.5, "text": ""}}""")]
    [InlineData("""{"data": [1, 2], "totals": {"net": "12.50"}, "next_update": "2026-03-02T00:00Z", "request_token": "abc"}""")]
    [InlineData("""{"data": [1, 2], "links": {"self": "/orders", "prev": "/orders?page=0"}}""")]
    [InlineData("""{"data": [1, 2], "_links": {"self": {"href": "/orders"}}}""")]
    [InlineData("""{"data": [1, 2], "meta": {"prev": {"cursor": "abc"}, "pageInfo": {"startCursor": "abc"}}}""")]
    [InlineData("[1, 2]")]
    public void one_that_leaves_it_out_or_says_none_is_the_last(string json) => Doubt("meta.next", json).ShouldBeNull();

    [Theory]
    [InlineData("""{"data": [1, 2], "page": {"continuation": "abc"}}""", 2, "its `page.continuation` has a value")]
    [InlineData("""{"data": [1, 2]}""", 7, "it has 7 rows, as many as fit in one")]
    public void one_that_may_be_followed_by_others_is_doubted(string json, int rows, string why) =>
        Doubt("meta.next", json, rows).ShouldBe(
            $"The first page was taken for the only one, since it has no `meta.next`, but {why}; it has {(rows == 7 ? "data" : "data, page.continuation")}. If there are more, correct `pages`; if not, let its `more` name what says so.");

    [Theory]
    [InlineData("?v=2&shop_id=2&day=20260301", 2, false)]
    [InlineData("?day=20260301", 100, true)]
    [InlineData("?per_page=2&day=20260301", 2, true)]
    [InlineData("?pageSize=2", 100, false)]
    public void a_page_is_full_by_the_size_that_is_asked_for_or_else_by_a_usual_one(string query, int rows, bool isDoubted) =>
        (LastPage.Doubt(new(HttpPageBy.Cursor, "next", "after"), new($"https://shop.example/orders{query}"), Page("""{"data": [1]}""", rows, 1), "page 1") is not null).ShouldBe(isDoubted);

    [Theory]
    [InlineData("""{"data": [1, 2], "meta": {"next": "1"}}""", "`meta.next`")]
    [InlineData("""{"data": [1, 2], "page": 1, "pages": 7}""", "`pages`")]
    [InlineData("""{"data": [1, 2], "hasMore": true}""", "`hasMore`")]
    public void an_answer_that_is_said_to_be_all_and_says_that_there_are_more_is_an_error(string json, string sign) =>
        Should.Throw<StepFailedException>(() => LastPage.Doubt(null, new("https://shop.example/orders"), Page(json, 2, 1), "page")).Error.ShouldSatisfyAllConditions(
            error => error.Message.ShouldStartWith($"One answer is said to have all there is, though its {sign} says that there are more; it has "),
            error => error.Remedy.ShouldBe("Say in `pages` of source.yml how the next page is asked for."));

    [Theory]
    [InlineData("""{"data": [1, 2], "page": 1, "pages": 1, "total": 2}""", 2, null)]
    [InlineData("""[1, 2]""", 2, null)]
    [InlineData("""{"data": [1, 2], "total": 250}""", 2, "its `total` is 250, and it has 2 rows")]
    [InlineData("""[1, 2]""", 100, "it has 100 rows, as many as fit in one")]
    public void an_answer_that_is_said_to_be_all_is_doubted_where_it_looks_like_a_page(string json, int rows, string? why)
    {
        var doubt = LastPage.Doubt(null, new("https://shop.example/orders"), Page(json, rows, 1), "page");
        (doubt is null).ShouldBe(why is null);
        (doubt ?? "").ShouldContain(why ?? "");
    }

    [Fact]
    public void one_that_says_that_there_are_more_and_names_none_is_an_error_whatever_stands_where_the_next_would() =>
        Should.Throw<StepFailedException>(() => Doubt("meta.next", """{"data": [1, 2], "meta": {"next": null, "has_more": true}}""", number: 3)).Error.Message.ShouldContain("`meta.has_more`");

    [Fact]
    public void a_later_one_may_leave_out_what_the_first_had() => Doubt("meta.next", """{"data": [1, 2], "page": {"continuation": "abc"}}""", rows: 7, number: 2).ShouldBeNull();

    [Fact]
    public void one_without_rows_is_the_last() => Doubt("meta.next", """{"data": [], "next": "abc"}""", rows: 0).ShouldBeNull();

    [Fact]
    public void one_that_says_by_more_that_there_is_another_has_to_name_it() =>
        Should.Throw<StepFailedException>(() => LastPage.Doubt(
            new(HttpPageBy.Cursor, "next", "after") { More = "more" }, new("https://shop.example/orders"), Page("""{"data": [1], "next": null, "more": true}""", 1, 2), "page 2"))
            .Error.Message.ShouldContain("`more`");

    [Theory, InlineData("""{"data": [1], "cursor": "abc", "more": false}"""), InlineData("""{"data": [1], "cursor": "abc"}""")]
    public void one_of_an_api_that_says_by_more_that_there_is_none_is_the_last(string json) =>
        LastPage.Doubt(new(HttpPageBy.Cursor, "next", "after") { More = "more" }, new("https://shop.example/orders?limit=7"), Page(json, 7, 1), "page 1").ShouldBeNull();

    [Fact]
    public void without_a_link_header_the_page_itself_may_say_that_there_are_more() =>
        Should.Throw<StepFailedException>(() => LastPage.Doubt(new(HttpPageBy.Link), new("https://shop.example/orders"), Page("""{"data": [1], "has_more": true}""", 1, 1), "page"))
            .Error.Message.ShouldContain("it has no Link header for it, though its `has_more`");

    [Fact]
    public void a_link_header_that_names_the_next_page_is_told_where_the_path_finds_none() =>
        Should.Throw<StepFailedException>(() => LastPage.Doubt(
            new(HttpPageBy.Link, "next"), new("https://shop.example/orders"), Page("""{"data": [1]}""", 1, 1) with { Links = ["<?page=2>; rel=next"] }, "page"))
            .Error.Message.ShouldContain("though its Link header says");

    static string? Doubt(string path, string json, int rows = 2, int number = 1) =>
        LastPage.Doubt(new(HttpPageBy.Cursor, path, "after"), new("https://shop.example/orders?limit=7"), Page(json, rows, number), $"page {number}");

    static PageSeen Page(string json, int rows, int number) => new(new("https://shop.example/orders"), number, rows, rows, [], Encoding.UTF8.GetBytes(json));
}
