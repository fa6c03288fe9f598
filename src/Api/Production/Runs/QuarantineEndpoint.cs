using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>A row set apart, and what was said of it. Values of personal columns are masked.</summary>
public sealed record QuarantinedRowView(
    string Source, string Check, int RuleVersion, string RowHash, long Occurrence, string File, long Row, IReadOnlyDictionary<string, string?> Values, Verdict? Verdict);

public static class QuarantineEndpoint
{
    [WolverineGet("/api/v1/runs/{id:guid}/quarantine")]
    [Tags("Runs"), EndpointSummary("The rows that the checks of a run have set apart, with the verdicts in force.")]
    [Refuses(404, 503)]
    public static Task<Reply<Page<QuarantinedRowView>>> List(Guid id, int? limit, string? cursor, HttpContext http) =>
        RunRows.PageAsync<IQuarantineFiles, QuarantinedRows, SetApartRow, QuarantinedRowView>(
            http, id, limit, cursor,
            run => run.Quarantine,
            (files, apart, run, skip, take) => files.ReadAsync(
                apart, run.Interval.Verdicts, run.Source(apart.Source), run.Run.Sources.GetValueOrDefault(apart.Source, []), skip, take, http.RequestAborted),
            (apart, row, personal) => new(
                apart.Source, apart.Check, apart.RuleVersion, row.Key.RowHash, row.Key.Occurrence, row.File, row.Row,
                row.Values.ToDictionary(value => value.Key, value => personal.Mask(apart.Source, value.Key, value.Value)), row.Verdict));
}
