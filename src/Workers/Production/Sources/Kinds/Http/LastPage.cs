using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>
/// Whether a page that names no next one is the last. Many APIs leave the name out there, so that on the first page nothing tells it from a `path` that is written wrong: then what else
/// the page says is looked at, outside of its rows. Where `more` says where the API tells it, that is believed.
/// </summary>
static partial class LastPage
{
    const int Deepest = 6;
    const int Told = 12;

    // By which APIs limit a page that is not asked for with a limit of its own.
    static readonly long[] UsualSizes = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];

    static readonly string[] SizeWords = ["limit", "size", "pagesize", "per", "perpage", "count", "rows", "max", "top", "take"];

    // A name of these words alone that has one of the first is about another page: `next_cursor`, not `next_update` nor `request_token`.
    static readonly string[] OtherPage = ["cursor", "continuation", "scroll", "marker", "bookmark"];
    static readonly string[] Companions = [.. OtherPage, "next", "page", "pages", "url", "uri", "link", "links", "href", "token", "key", "id", "offset", "end", "results", "records", "path"];
    static readonly string[] FlagWords = ["has", "is", "are", "there", "more", "available", "data", "items", "rows"];
    static readonly string[] NotNext = ["self", "prev", "previous", "first", "last", "current", "before", "start"];

    static readonly string[] TotalWords = ["total", "count", "last", "num", "number", "page", "pages", "items", "results", "records", "rows"];

    /// <summary>What speaks against it, in words; null where nothing does.</summary>
    /// <param name="pages">By link or cursor; null where one answer is said to have all.</param>
    /// <param name="first">What was asked for.</param>
    /// <param name="seen">The page.</param>
    /// <param name="place">How errors call it.</param>
    /// <exception cref="StepFailedException">It says itself that there are more.</exception>
    public static string? Doubt(HttpPaging? pages, Uri first, PageSeen seen, string place)
    {
        var json = seen.Json.Span;
        if (pages?.More is { } more)
        {
            return JsonPath.Find(json, more) is { Type: JsonTokenType.True } ? throw Lost(pages, seen, $"`{more}`", place) : null;
        }

        if (seen.Rows == 0)
        {
            return null;
        }

        var leaves = seen.Json.IsEmpty ? [] : Leaves(json);
        var flags = leaves.Where(leaf => leaf.Type is JsonTokenType.True or JsonTokenType.False && IsFlag(leaf)).ToList();
        if (flags.Exists(flag => flag.Type is JsonTokenType.False))
        {
            return null;
        }

        if (flags is [var flag, ..])
        {
            throw Lost(pages, seen, $"`{flag.Path}`", place);
        }

        // What was found once is where it is said to be, and is left out on the last page.
        if (seen.Number > 1 || (pages?.Path is { } path && JsonPath.Find(json, path) is not null))
        {
            return null;
        }

        if (leaves.Find(leaf => IsAbout(leaf, ["next"]) || (leaf.Number > 1 && IsTotalOfPages(leaf))) is { } sign)
        {
            throw Lost(pages, seen, $"`{sign.Path}`", place);
        }

        if (pages is null or { Path: not null } && LinkHeader.Next(seen.Links, seen.Url) is not null)
        {
            throw Lost(pages, seen, "Link header", place);
        }

        return leaves.Find(leaf => IsAbout(leaf, OtherPage)) is { } other ? Doubted(pages, seen, $"its `{other.Path}` has a value")
            : leaves.Find(leaf => leaf.Number > seen.Rows && IsTotal(leaf)) is { } total
                ? Doubted(pages, seen, string.Create(CultureInfo.InvariantCulture, $"its `{total.Path}` is {total.Number}, and it has {seen.Rows} rows"))
            : !seen.Json.IsEmpty && Sizes(first).Contains(seen.Rows) ? Doubted(pages, seen, string.Create(CultureInfo.InvariantCulture, $"it has {seen.Rows} rows, as many as fit in one"))
            : null;
    }

    static string Doubted(HttpPaging? pages, PageSeen seen, string why) => pages is null
        ? $"One answer was taken for all there is, since source.yml says no `pages`, but {why}; it has {Names(seen)}. If there are more, say in `pages` how they are asked for; if not, let its `more` name what says so."
        : $"The first page was taken for the only one, since it has no {Named(pages)}, but {why}; it has {Names(seen)}. If there are more, correct `pages`; if not, let its `more` name what says so.";

    static StepFailedException Lost(HttpPaging? pages, PageSeen seen, string sign, string place) => pages is null
        ? Failure.Permanent(
            place, $"One answer is said to have all there is, though its {sign} says that there are more; it has {Names(seen)}.", "Say in `pages` of source.yml how the next page is asked for.")
        : Failure.Permanent(
        place,
        $"The page names no next one: it has no {Named(pages)}, though its {sign} says that there is one; it has {Names(seen)}.",
        "Correct `path` of `pages`: it is where the API says the next URL or cursor, as names with dots between them.");

    static string Named(HttpPaging pages) => pages.Path is { } path ? $"`{path}`" : "Link header for it";

    static string Names(PageSeen seen)
    {
        var names = seen.Json.IsEmpty ? [] : Leaves(seen.Json.Span).Select(leaf => leaf.Path).ToList();
        return names.Count == 0 ? "no names at all" : $"{string.Join(", ", names.Take(Told))}{(names.Count > Told ? ", ..." : "")}";
    }

    // `has_more`, `hasNextPage` and `more`, but not `more_info`.
    static bool IsFlag(Leaf leaf) => Words(leaf.Path.Split('.')[^1]) is var words
        && (words.Contains("more") || (words.Contains("has") && words.Contains("next"))) && words.All(word => Companions.Contains(word) || FlagWords.Contains(word));

    // `next`, `nextLink` and `next.href`, but not `prev.cursor`.
    static bool IsAbout(Leaf leaf, string[] wanted)
    {
        var names = leaf.Path.Split('.');
        var (own, above) = (Words(names[^1]), names.Length > 1 ? Words(names[^2]) : []);
        return leaf.HasValue && !own.Concat(above).Any(NotNext.Contains) && own.All(Companions.Contains)
            && (own.Any(wanted.Contains) || (above.Any(wanted.Contains) && above.All(Companions.Contains)));
    }

    // `total_pages`, `page_count`, `last_page` and `pages`, but not `page`.
    static bool IsTotalOfPages(Leaf leaf) => Words(leaf.Path.Split('.')[^1]) is var words && words.All(TotalWords.Contains)
        && (words.Contains("pages") || (words.Contains("page") && words.Any(word => word is "total" or "count" or "last")));

    // Of rows, as a rule; it may be an amount.
    static bool IsTotal(Leaf leaf) => Words(leaf.Path.Split('.')[^1]) is var words && words.All(TotalWords.Contains) && !words.Contains("page") && words.Any(word => word is "total" or "count");

    static string[] Words(string name) => [.. Word.Matches(name).Select(word => word.Value.ToLowerInvariant())];

    static IEnumerable<long> Sizes(Uri first)
    {
        List<long> asked =
        [
            .. from pair in first.Query.TrimStart('?').Split('&')
               let parts = pair.Split('=')
               where parts.Length == 2 && Words(Uri.UnescapeDataString(parts[0])).Any(SizeWords.Contains)
               select long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        ];
        return asked.Exists(size => size > 0) ? asked.Where(size => size > 0) : UsualSizes;
    }

    // Rows stand in lists, and what is in those is not looked at.
    static List<Leaf> Leaves(ReadOnlySpan<byte> json)
    {
        List<Leaf> leaves = [];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            Add(ref reader, "", 1, leaves);
        }

        return leaves;
    }

    static void Add(ref Utf8JsonReader reader, string above, int depth, List<Leaf> leaves)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = JsonPath.Text(ref reader) ?? "?";
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject && depth < Deepest)
            {
                Add(ref reader, $"{above}{name}.", depth + 1, leaves);
                continue;
            }

            var hasValue = reader.TokenType switch
            {
                JsonTokenType.String => JsonPath.Text(ref reader) is { Length: > 0 },
                JsonTokenType.Number => true,
                _ => false,
            };
            leaves.Add(new($"{above}{name}", reader.TokenType, hasValue, reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null));
            reader.Skip();
        }
    }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    static partial Regex Word { get; }

    sealed record Leaf(string Path, JsonTokenType Type, bool HasValue, long? Number);
}
