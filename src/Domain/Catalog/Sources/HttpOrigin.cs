using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>
/// A third party's API. <paramref name="Url"/> is http or https, and a template as the values of <see cref="Query"/> and the <see cref="Body"/> are: `{first}`,
/// `{last}` and `{next}` stand for the first, the last and the first day after the period, `{date:yyyy-MM-dd}` for the first in a format, `{first_at}` and `{next_at}` for the instants.
/// </summary>
public sealed record HttpOrigin(string Url) : IFetchOrigin
{
    public const int UsualMegabytes = 100;
    public const int UsualTotalMegabytes = 1000;
    public const int UsualRedirects = 5;
    public const int UsualAttempts = 4;

    public static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan UsualWithin = TimeSpan.FromMinutes(15);

    /// <summary>Parameters after those of the URL, in this order.</summary>
    public IReadOnlyList<HttpField>? Query { get; init; }

    public IReadOnlyList<HttpField>? Headers { get; init; }

    /// <summary>JSON that is posted; null for GET.</summary>
    public string? Body { get; init; }

    public HttpAuth? Auth { get; init; }

    /// <summary>Null where one answer holds all.</summary>
    public HttpPaging? Pages { get; init; }

    /// <summary>Where the rows stand in an answer of JSON, as names with dots between them; null where the answer is the list.</summary>
    public string? Rows { get; init; }

    /// <summary>Null where the answer's content type or the URL's ending says it.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>The statuses by which the API says that there is nothing yet; null for 204 alone.</summary>
    public IReadOnlyList<int>? NothingYet { get; init; }

    /// <summary>Whether a first page without rows says so, too. Else it is a delivery without rows.</summary>
    public bool NothingYetWhenEmpty { get; init; }

    /// <summary>How long one request may take, until its last byte; null for <see cref="UsualTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long all of them may take with what is waited between them; null for <see cref="UsualWithin"/>.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How often a request is made that is not answered, or answered with a plea to come later; null for <see cref="UsualAttempts"/>.</summary>
    public int? Attempts { get; init; }

    /// <summary>How many redirects of one request are followed; null for <see cref="UsualRedirects"/>.</summary>
    public int? Redirects { get; init; }

    /// <summary>How large an answer may be, also unpacked, in MB of 1,000,000 bytes; null for <see cref="UsualMegabytes"/>.</summary>
    public int? Megabytes { get; init; }

    /// <summary>How large all of them may be together; null for <see cref="UsualTotalMegabytes"/>.</summary>
    public int? TotalMegabytes { get; init; }

    public bool AllowPrivate { get; init; }
}

/// <summary>A query parameter or a header.</summary>
public sealed record HttpField(string Name, string Value);

/// <summary>
/// By what a request proves who asks. <paramref name="SecretFrom"/> is an environment variable; <paramref name="Name"/> is the user of basic authentication, or the
/// header that holds the secret.
/// </summary>
public sealed record HttpAuth(HttpAuthScheme Scheme, string SecretFrom, string? Name = null);

public enum HttpAuthScheme
{
    Bearer,
    Basic,
    Header,
}

/// <summary>
/// How the next page is found. <paramref name="Path"/> is where JSON names the next URL or cursor, as names with dots between them; by link without one it is the Link header (RFC 8288).
/// <paramref name="Parameter"/> is the query parameter that takes the cursor, the number of rows before the page, or its own number.
/// </summary>
public sealed record HttpPaging(HttpPageBy By, string? Path = null, string? Parameter = null)
{
    public const int UsualMost = 1000;

    /// <summary>The first page's number or offset; null for 1 and 0.</summary>
    public int? First { get; init; }

    /// <summary>Where JSON says whether there is another page: one that is false is the last.</summary>
    public string? More { get; init; }

    /// <summary>The statuses by which the API says that there is no such page any more.</summary>
    public IReadOnlyList<int>? EndStatuses { get; init; }

    /// <summary>More pages than these are an error; null for <see cref="UsualMost"/>.</summary>
    public int? Most { get; init; }
}

public enum HttpPageBy
{
    Link,
    Cursor,
    Offset,
    Page,
}
