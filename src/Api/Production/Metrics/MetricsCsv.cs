using System.Globalization;
using System.Text.Json;
using EventedPipelines.Api.Kernel.Http;
using Npgsql;

namespace EventedPipelines.Api.Production.Metrics;

/// <summary>The same numbers for a spreadsheet or a reporting job (RFC 4180), written as they are read.</summary>
public sealed class MetricsCsv(NpgsqlDataSource database, MetricFilter filter) : IResult
{
    const string Header = "metric,area,period,dimensions,value,unit,completeness,warning,runId,publishedAt,restatements,slots,slotsComplete,missingSlots,staleSince,staleBecause";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        await using var command = MetricSearch.Command(database, filter, after: null, limit: null);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        httpContext.Response.ContentType = $"{Csv.ContentType}; charset=utf-8; header=present";
        await using var writer = new StreamWriter(httpContext.Response.Body) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Header);
        while (await reader.ReadAsync(cancellationToken))
        {
            await writer.WriteLineAsync(LineOf(MetricPointView.Read(reader)));
        }
    }

    public static string LineOf(MetricPointView point) => Csv.Line(
        point.Metric,
        point.Area,
        point.Period.ToString(),
        point.Dimensions.Count == 0 ? "" : JsonSerializer.Serialize(point.Dimensions),
        point.Value?.ToString(CultureInfo.InvariantCulture) ?? "",
        point.Unit,
        JsonShape.Word(point.Completeness),
        point.Warning ?? "",
        point.RunId.ToString(),
        Instant(point.PublishedAt),
        point.Restatements.ToString(CultureInfo.InvariantCulture),
        point.Coverage?.Slots.ToString(CultureInfo.InvariantCulture) ?? "",
        (point.Coverage?.Complete + point.Coverage?.ConfirmedEmpty + point.Coverage?.Ended)?.ToString(CultureInfo.InvariantCulture) ?? "",
        string.Join("; ", point.Coverage?.MissingSlots ?? []),
        point.Stale is { } stale ? Instant(stale.Since) : "",
        point.Stale?.Because ?? "");

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
