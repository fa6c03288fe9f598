using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>Fetches the pages of one period, one after the other, and takes the rows out of those of JSON.</summary>
sealed class HttpFetch
{
    const string RowsName = $"rows{PagedRows.Ending}";

    readonly HttpOrigin _origin;
    readonly FetchRequest _request;
    readonly FetchFolder _folder;
    readonly HttpExchange _exchange;
    readonly Uri _first;
    readonly string? _body;
    readonly Dictionary<string, int> _urls = [];
    readonly Dictionary<string, int> _bodies = [];
    readonly Dictionary<string, int> _lists = [];
    readonly List<FetchValidator> _validators = [];
    FileFormat? _format;
    string? _doubt;
    long _rows;

    public HttpFetch(HttpOrigin origin, FetchRequest request, FetchFolder folder)
    {
        (_origin, _request, _folder) = (origin, request, folder);
        _first = Uri.TryCreate(UrlOf(origin, request), UriKind.Absolute, out var first)
            ? first
            : throw Failure.Permanent($"source '{request.SourceId}'", "Its `url` is none for this period.", "Correct `url`.");
        _body = origin.Body is null ? null : PeriodTemplate.Fill(origin.Body, request.Period, request.Zone, value => value);
        _exchange = new(origin, _first, _body, HttpSecret.Of(origin.Auth, $"source '{request.SourceId}'"), request.Clock);
    }

    public async Task<FetchResult> FetchAsync(CancellationToken cancellationToken)
    {
        var within = _origin.Within ?? HttpOrigin.UsualWithin;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(within);
        try
        {
            return await PagesAsync(limited.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure.Transient($"source '{_request.SourceId}'", string.Create(CultureInfo.InvariantCulture, $"It took longer than {within.TotalSeconds:0.###} s, and came to page {_urls.Count}.")
                + (_exchange.Trouble is { } trouble ? $" {trouble}" : ""), "It is tried again later. Ask for less at once, or raise `within`.", error);
        }
    }

    static string UrlOf(HttpOrigin origin, FetchRequest request)
    {
        var url = PeriodTemplate.Fill(origin.Url, request.Period, request.Zone, Uri.EscapeDataString);
        var query = string.Join('&', (origin.Query ?? []).Select(field =>
            $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(PeriodTemplate.Fill(field.Value, request.Period, request.Zone, value => value))}"));
        return query.Length == 0 ? url : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? "&" : "?")}{query}";
    }

    async Task<FetchResult> PagesAsync(CancellationToken cancellationToken)
    {
        var next = Paging.First(_origin.Pages, _first);
        var most = _origin.Pages is null ? 1 : _origin.Pages.Most ?? HttpPaging.UsualMost;
        for (var number = 1; next is not null; number++)
        {
            var place = PlaceOf(number, next);
            if (number > most)
            {
                throw Failure.Permanent(place, $"There are more than {most} pages.", "Look whether they ever end. If they do, ask for more rows a page, or raise `most` of `pages`.");
            }

            if (!_urls.TryAdd(next.AbsoluteUri, number))
            {
                throw Endless(place, $"Page {number} would be the same request as page {_urls[next.AbsoluteUri]}.");
            }

            var (result, page) = await PageAsync(number, next, place, cancellationToken);
            if (result is not null)
            {
                return result;
            }

            next = page is null || _origin.Pages is null ? null : Paging.Next(_origin.Pages, _first, page, place);
            if (next is null && page is not null && (_origin.Pages is null or { By: HttpPageBy.Link or HttpPageBy.Cursor }))
            {
                // Not only where nothing is doubted yet: it may say that there are more.
                var doubt = LastPage.Doubt(_origin.Pages, _first, page, place);
                _doubt ??= doubt;
            }
        }

        return await FetchedAsync(cancellationToken);
    }

    /// <summary>Either what all comes to, or what the page says of the next one, or neither after the last.</summary>
    async Task<(FetchResult? Result, PageSeen? Page)> PageAsync(int number, Uri url, string place, CancellationToken cancellationToken)
    {
        var known = KnownOf(number, url);
        var came = PageFile.CameAt(_folder, number);
        var answer = await _exchange.AskAsync(url, known, came, place, cancellationToken);
        if ((known is not null && answer.Status == 304) || IsNothingYet(answer.Status, number))
        {
            return (answer.Status == 304 ? new NotModified() : new NothingYet($"{HttpExchange.Shown(url)} answered {answer.Status}."), null);
        }

        if (number > 1 && _origin.Pages?.EndStatuses?.Contains(answer.Status) == true)
        {
            File.Delete(came);
            return default;
        }

        var excerpt = await Excerpt.OfAsync(came, _exchange.Secrets, cancellationToken);
        if (answer.Status != 200)
        {
            throw Refused(answer, number, place, excerpt);
        }

        var page = await PageFile.OfAsync(_folder, number, answer, _origin.Format, place, excerpt, cancellationToken);
        if ((_format ??= page.Format) != page.Format)
        {
            throw Failure.Permanent(place, $"The answer is {page.Format}, and the page before it was {_format}.", "Ask whoever runs the API, or say which it is with `format`.");
        }

        if (!answer.IsBounded && await page.IsUnendedAsync(cancellationToken))
        {
            await AgainAsync(url, page, answer, place, cancellationToken);
        }

        await page.UnpackingAsync(unpacked => _exchange.Response.CountUnpackedAsync(unpacked, place, cancellationToken));
        var rows = _format is FileFormat.Json ? await page.RowsAsync(_folder.PathOf(RowsName), _origin.Rows, place, excerpt, cancellationToken) : (Count: answer.Bytes, Json: default);
        await RefuseSameBodyAsync(number, page.Path, rows.Count, place, cancellationToken);
        RefuseSameRows(number, rows.Json.Span, rows.Count, place);
        if (number == 1 && rows.Count == 0 && _origin.NothingYetWhenEmpty)
        {
            return (new NothingYet($"{HttpExchange.Shown(url)} answered without {(_format is FileFormat.Json ? "rows" : "a body")}."), null);
        }

        if (_origin.Pages is { } pages && Paging.NeedsJson(pages) && _format is not FileFormat.Json)
        {
            throw Failure.Permanent(place, $"The answer is {_format}, in which nothing can say where the next page is.", "Use `by: link` without a `path`, which looks at the Link header, or ask for JSON.");
        }

        _rows += rows.Count;
        _validators.Add(new(KeyOf(url), answer.ETag, answer.LastModified));
        return (null, new(url, number, rows.Count, _rows, answer.Links, rows.Json));
    }

    // A connection that breaks does so elsewhere each time, as a rule.
    async Task AgainAsync(Uri url, PageFile page, HttpAnswer answer, string place, CancellationToken cancellationToken)
    {
        var path = _folder.PathOf("again");
        var again = await _exchange.AskAsync(url, null, path, place, cancellationToken);
        var isSame = await FileHashes.ComputeAsync(path, cancellationToken) == await FileHashes.ComputeAsync(page.Path, cancellationToken);
        File.Delete(path);
        if (!isSame)
        {
            throw Failure.Transient(
                place,
                string.Create(CultureInfo.InvariantCulture, $"The answer came without its length and has no end of its last line; asked again, it was another: {answer.Bytes} bytes, then {again.Bytes}. It is cut off."),
                "It is tried again later. If it keeps failing, ask whoever runs the API to send a Content-Length.");
        }

        _doubt ??= "An answer came without its length, and its last line has no end, so that nothing tells whether it was cut off; asked again, it was the same.";
    }

    // An unchanged first page says nothing of the others, nor that there still are none.
    FetchValidator? KnownOf(int number, Uri url) =>
        number == 1 && _origin.Pages is null && _request.Known is [{ } one] && one.Request == KeyOf(url) && (one.ETag ?? one.LastModified) is not null ? one : null;

    bool IsNothingYet(int status, int number) => number == 1 && (_origin.NothingYet ?? [204]).Contains(status);

    StepFailedException Refused(HttpAnswer answer, int number, string place, string excerpt)
    {
        var message = $"{HttpExchange.Shown(answer.Url)} answered {answer.Status}: '{excerpt}'.";
        return answer.Status switch
        {
            401 or 403 => Failure.Permanent(place, message, $"Look whether the secret {_origin.Auth?.SecretFrom ?? "(there is none; `auth` names it)"} is still good, and may read this."),
            404 or 410 or 204 => Failure.Permanent(place, message, number == 1
                ? $"Correct `url`, or say `nothing_yet: [{answer.Status}]` if that is how the API says that there is nothing yet."
                : $"Correct `pages`, or say `end_statuses: [{answer.Status}]` in it if that is how the API says that there is no such page any more."),
            >= 500 => Failure.Transient(place, message, "It is tried again later. If it keeps failing, ask whoever runs the API."),
            _ => Failure.Permanent(place, message, "Correct the source's `http` block, or ask whoever runs the API."),
        };
    }

    // A page without rows may well be as another.
    async Task RefuseSameBodyAsync(int number, string path, long rows, string place, CancellationToken cancellationToken)
    {
        var sha256 = await FileHashes.ComputeAsync(path, cancellationToken);
        if (!_bodies.TryAdd(sha256, number) && rows > 0)
        {
            throw Endless(place, $"Page {number} is byte for byte page {_bodies[sha256]}.");
        }
    }

    // What is around them may say the time. A row alone may well be as another.
    void RefuseSameRows(int number, ReadOnlySpan<byte> json, long rows, string place)
    {
        if (_format is not FileFormat.Json || rows < 2 || JsonPath.Find(json, _origin.Rows) is not { } list)
        {
            return;
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(json[list.Bytes]));
        if (!_lists.TryAdd(sha256, number))
        {
            throw Endless(place, $"Page {number} has the rows of page {_lists[sha256]}.");
        }
    }

    static StepFailedException Endless(string place, string message) => Failure.Permanent(place, $"The pages repeat: {message}", "Correct `pages`: the server does not take what it is asked for the next page by.");

    async Task<FetchResult> FetchedAsync(CancellationToken cancellationToken)
    {
        var files = await _folder.CompleteAsync(cancellationToken);
        var came = files.Where(file => file.Name != RowsName).ToList();
        return _format is FileFormat.Json
            ? new Fetched(came, [files.Single(file => file.Name == RowsName)], FileFormat.Jsonl, _validators) { Doubt = _doubt }
            : new Fetched(came, came, Enum.Parse<FileFormat>(_format!.Value.ToString()), _validators) { Doubt = _doubt };
    }

    string PlaceOf(int number, Uri url) =>
        $"source '{_request.SourceId}', {_request.Period}{(_origin.Pages is null ? "" : string.Create(CultureInfo.InvariantCulture, $", page {number}"))} ({(_body is null ? "GET" : "POST")} {HttpExchange.Shown(url)})";

    string KeyOf(Uri url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{url.AbsoluteUri}\n{_body}")));
}
