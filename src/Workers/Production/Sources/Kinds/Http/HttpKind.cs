using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>A third party's API, page by page.</summary>
public sealed class HttpKind : ISourceKind
{
    public string Word => "http";

    public string StoredAs => "Http";

    public string Summary => "a third party's API";

    public string Schema => HttpSchema.Text;

    public IReadOnlyList<string> Documentation =>
    [
        "`url` with placeholders for the period, perhaps `query`, `headers`, `auth`, `pages`, `rows`",
        "what came, page by page, and the rows of JSON pages as JSON Lines, digit by digit; an unchanged answer (ETag, Last-Modified) is not fetched again",
    ];

    public IFetchOrigin Read(YamlBlock block) => HttpOriginReader.Read(block);

    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) =>
        FetchFolder.FetchAsync(request, folder => new HttpFetch((HttpOrigin)request.Origin, request, folder).FetchAsync(cancellationToken));
}
