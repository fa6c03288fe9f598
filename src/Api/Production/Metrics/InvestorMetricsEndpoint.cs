using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Metrics;

public static class InvestorMetricsEndpoint
{
    const string MostRecent = "mostRecent";

    [WolverineGet("/api/v1/investor-metrics")]
    [Tags("Metrics"), EndpointSummary("Published numbers, the most recent of each period. As CSV by Accept: text/csv, then all of them and not a page.")]
    [ProducesResponseType<Page<MetricPointView>>(StatusCodes.Status200OK, "application/json", Csv.ContentType)]
    public static async Task<IResult> Get(
        string? metric, string? area, DateOnly? from, DateOnly? to, Grain? grain, bool? totals, string? view, int? limit, string? cursor,
        NpgsqlDataSource database, HttpRequest request, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        if (view is not (null or MostRecent))
        {
            return Problem(Problems.Invalid("view", $"Only '{MostRecent}' is served yet: '{view}' is not."));
        }

        if (!Cursor.TryDecode<MetricKey>(cursor, out var after))
        {
            return Problem(Problems.NoCursor());
        }

        var filter = new MetricFilter(metric, area, from, to, grain, totals is true);
        if (Csv.IsWanted(request))
        {
            return new MetricsCsv(database, filter);
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await MetricSearch.FindAsync(database, filter, after, size + 1, cancellationToken);
        return (Reply<Page<MetricPointView>>)Page.Of(found, size, row => row.Point, row => Cursor.Encode(row.Key));
    }

    static Reply<Page<MetricPointView>> Problem(ProblemDetails problem) => problem;
}
