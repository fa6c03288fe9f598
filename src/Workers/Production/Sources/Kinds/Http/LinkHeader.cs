using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>The Link header (RFC 8288): `&lt;https://host/page2&gt;; rel="next"; title="..., ..."`, several with commas between them.</summary>
static partial class LinkHeader
{
    /// <summary>The URL of the first link whose relation is `next`; null where there is none.</summary>
    /// <param name="headers">As they came, each one of them perhaps more than one link.</param>
    /// <param name="from">What a relative URL begins at.</param>
    public static Uri? Next(IEnumerable<string> headers, Uri from) =>
        headers.SelectMany(header => Link.Matches(header))
            .Where(link => Relation(link).Contains("next", StringComparer.OrdinalIgnoreCase))
            .Select(link => Uri.TryCreate(from, link.Groups["url"].Value.Trim(), out var next) ? next : null)
            .FirstOrDefault();

    // Of a parameter that stands there twice the first holds (3.3), and it may name more than one relation.
    static string[] Relation(Match link) =>
        link.Groups["name"].Captures.Zip(link.Groups["value"].Captures, (name, value) => (Name: name.Value, Value: value.Value.Trim('"')))
            .FirstOrDefault(parameter => parameter.Name.Equals("rel", StringComparison.OrdinalIgnoreCase)).Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    [GeneratedRegex("""<(?<url>[^>]*)>(?:\s*;\s*(?<name>[^\s=;,<>"]+)\s*(?:=\s*(?<value>"(?:[^"\\]|\\.)*"|[^\s;,"]+)|(?<value>)))*""")]
    static partial Regex Link { get; }
}
