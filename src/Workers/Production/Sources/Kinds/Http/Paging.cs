using System.Globalization;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>What a page says of the next one.</summary>
/// <param name="Url">Where it was asked for.</param>
/// <param name="Number">From 1.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="RowsSoFar">With its own.</param>
/// <param name="Links">Its Link headers.</param>
/// <param name="Json">Its body where that is JSON.</param>
sealed record PageSeen(Uri Url, int Number, long Rows, long RowsSoFar, IReadOnlyList<string> Links, ReadOnlyMemory<byte> Json);

/// <summary>
/// Where the pages of an API are. Pages that are counted end with one that has no rows, never with one that has fewer than were asked for: a server may give
/// fewer than that.
/// </summary>
static class Paging
{
    public static Uri First(HttpPaging? pages, Uri url) => pages switch
    {
        { By: HttpPageBy.Offset } => With(url, pages.Parameter!, Text(pages.First ?? 0)),
        { By: HttpPageBy.Page } => With(url, pages.Parameter!, Text(pages.First ?? 1)),
        _ => url,
    };

    /// <summary>Whether what says where the next page is stands in the page.</summary>
    public static bool NeedsJson(HttpPaging pages) => pages is not { By: HttpPageBy.Link, Path: null, More: null };

    /// <summary>Null after the last page.</summary>
    /// <param name="pages">How they are found.</param>
    /// <param name="first">What was asked for without a page.</param>
    /// <param name="seen">The last page so far.</param>
    /// <param name="place">How errors call it.</param>
    public static Uri? Next(HttpPaging pages, Uri first, PageSeen seen, string place)
    {
        if (pages.More is { } more && JsonPath.Find(seen.Json.Span, more) is { Type: System.Text.Json.JsonTokenType.False })
        {
            return null;
        }

        return pages.By switch
        {
            HttpPageBy.Link when pages.Path is null => LinkHeader.Next(seen.Links, seen.Url),
            HttpPageBy.Link => Named(pages, seen, place) is not { } link ? null : Uri.TryCreate(seen.Url, link, out var next) ? next : throw NoNext(pages, place),
            HttpPageBy.Cursor => Named(pages, seen, place) is { } cursor ? With(first, pages.Parameter!, cursor) : null,
            HttpPageBy.Offset => seen.Rows == 0 ? null : With(first, pages.Parameter!, Text((pages.First ?? 0) + seen.RowsSoFar)),
            _ => seen.Rows == 0 ? null : With(first, pages.Parameter!, Text((pages.First ?? 1) + seen.Number)),
        };
    }

    /// <summary>The URL with a parameter of the query set.</summary>
    public static Uri With(Uri url, string name, string value)
    {
        var key = Uri.EscapeDataString(name);
        var others = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => Uri.UnescapeDataString(pair.Split('=')[0]) != name);
        return new UriBuilder(url) { Query = string.Join('&', others.Append($"{key}={Uri.EscapeDataString(value)}")) }.Uri;
    }

    static string? Named(HttpPaging pages, PageSeen seen, string place)
    {
        var json = seen.Json.Span;
        return JsonPath.Find(json, pages.Path) is not { } found ? null : found.IsTextIn(json) ? found.TextIn(json) : throw NoNext(pages, place);
    }

    static StepFailedException NoNext(HttpPaging pages, string place) =>
        Failure.Permanent(place, $"What stands at `{pages.Path}` names no next page.", "Correct `path` of `pages`: it is where the API says the next URL or cursor, as names with dots between them.");

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
