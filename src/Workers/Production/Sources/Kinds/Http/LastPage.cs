using System.Globalization;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>
/// Whether a page that names no next one is the last. Many APIs leave the name out there, so that on the first page nothing tells it from a `path` that is written wrong: then what else
/// the page says is looked at, outside of its rows.
/// </summary>
static class LastPage
{
    const int Deepest = 6;
    const int Told = 12;

    // By which APIs limit a page that is not asked for with a limit of its own.
    static readonly long[] UsualSizes = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];

    static readonly string[] NextWords = ["next", "cursor", "continuation", "token", "scroll", "marker", "bookmark"];
    static readonly string[] OtherWords = ["sync", "delta", "prev", "before", "start", "first", "last", "current", "access"];

    /// <summary>What speaks against it, in words; null where nothing does.</summary>
    /// <param name="pages">By link or cursor.</param>
    /// <param name="first">What was asked for.</param>
    /// <param name="seen">The page.</param>
    /// <param name="place">How errors call it.</param>
    /// <exception cref="StepFailedException">It says itself that there are more.</exception>
    public static string? Doubt(HttpPaging pages, Uri first, PageSeen seen, string place)
    {
        var json = seen.Json.Span;
        if (pages.More is { } more && JsonPath.Find(json, more) is { Type: JsonTokenType.True })
        {
            throw Lost(pages, seen, more, place);
        }

        // What was found once is where it is said to be, and is left out on the last page.
        if (seen.Number > 1 || seen.Rows == 0 || (pages.Path is not null && JsonPath.Find(json, pages.Path) is not null))
        {
            return null;
        }

        var leaves = seen.Json.IsEmpty ? [] : Leaves(json);
        var flags = leaves.Where(leaf => leaf.Type is JsonTokenType.True or JsonTokenType.False && IsFlag(leaf.Name)).ToList();
        if (flags.Exists(flag => flag.Type is JsonTokenType.False))
        {
            return null;
        }

        if ((flags is [var flag, ..] ? flag : leaves.Find(leaf => pages.Path is { } path && IsMeant(leaf, path))) is { } sign)
        {
            throw Lost(pages, seen, sign.Path, place);
        }

        if (pages.Path is not null && LinkHeader.Next(seen.Links, seen.Url) is not null)
        {
            throw Lost(pages, seen, "Link header", place);
        }

        var isFull = !seen.Json.IsEmpty && Sizes(first).Contains(seen.Rows);
        return leaves.Find(leaf => leaf.HasValue && IsNext(leaf.Name)) is { } other ? Doubted(pages, seen, $"its `{other.Path}` has a value")
            : isFull ? Doubted(pages, seen, string.Create(CultureInfo.InvariantCulture, $"it has {seen.Rows} rows, as many as fit in one"))
            : null;
    }

    static string Doubted(HttpPaging pages, PageSeen seen, string why) =>
        $"The first page was taken for the only one, since it has no {Named(pages)}, but {why}; it has {Names(seen)}. If there are more, correct `pages`.";

    static StepFailedException Lost(HttpPaging pages, PageSeen seen, string sign, string place) => Failure.Permanent(
        place,
        $"The page names no next one: it has no {Named(pages)}, though its {(sign == "Link header" ? sign : $"`{sign}`")} says that there is one; it has {Names(seen)}.",
        "Correct `path` of `pages`: it is where the API says the next URL or cursor, as names with dots between them.");

    static string Named(HttpPaging pages) => pages.Path is { } path ? $"`{path}`" : "Link header for it";

    static string Names(PageSeen seen)
    {
        var names = seen.Json.IsEmpty ? [] : Leaves(seen.Json.Span).Select(leaf => leaf.Path).ToList();
        return names.Count == 0 ? "no names at all" : $"{string.Join(", ", names.Take(Told))}{(names.Count > Told ? ", ..." : "")}";
    }

    // The same name elsewhere, or one that is nearly the same; a number at a name that does not speak of pages is none of them.
    static bool IsMeant(Leaf leaf, string path)
    {
        var (name, wanted) = (Letters(leaf.Name), Letters(path.Split('.')[^1]));
        var isNear = (leaf.Type is JsonTokenType.String || IsNext(leaf.Name)) && IsTypo(name, wanted) && !Speaks(name, OtherWords);
        return leaf.HasValue && (name == wanted || isNear || Letters(leaf.Path) == Letters(path));
    }

    static bool IsTypo(string name, string wanted) => name.Length > 2 && wanted.Length > 2 && (name[0] == wanted[0] || IsNext(name)) && Spelling.IsNear(wanted, name);

    static bool IsFlag(string name) => Letters(name) is var letters && (letters.StartsWith("hasnext", StringComparison.Ordinal) || letters.Contains("more", StringComparison.Ordinal));

    static bool IsNext(string name) => Letters(name) is var letters && Speaks(letters, NextWords) && !Speaks(letters, OtherWords);

    static bool Speaks(string letters, string[] words) => words.Any(word => letters.Contains(word, StringComparison.Ordinal));

    static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    static IEnumerable<long> Sizes(Uri first)
    {
        List<long> asked =
        [
            .. first.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')[^1])
                .Select(value => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 1),
        ];
        return asked.Count > 0 ? asked : UsualSizes;
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
            leaves.Add(new($"{above}{name}", name, reader.TokenType, hasValue));
            reader.Skip();
        }
    }

    sealed record Leaf(string Path, string Name, JsonTokenType Type, bool HasValue);
}
