using System.Text.Json.Nodes;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>
/// A row of a file that does not fit its contract: where it stands, which column is wrong and why (none where the row as a whole is), and
/// the row itself, an object by column or a text. Values of personal columns are masked.
/// </summary>
public sealed record RejectedRowView(string Source, string File, long Row, string? Column, string? Value, string Reason, JsonNode? Raw);

public static class RejectsEndpoint
{
    [WolverineGet("/api/v1/runs/{id:guid}/rejects")]
    [Tags("Runs"), EndpointSummary("The rows that did not fit the contract when a run read its files, each with the reason.")]
    [Refuses(404, 503)]
    public static Task<Reply<Page<RejectedRowView>>> List(Guid id, int? limit, string? cursor, HttpContext http) =>
        RunRows.PageAsync<IRejectFiles, (string Source, IngestedFile File), RejectedRow, RejectedRowView>(
            http, id, limit, cursor,
            run => [.. from source in run.Sources orderby source.Key from file in source.Value where file.Rejects is not null select (source.Key, file)],
            (files, rejects, run, skip, take) => files.ReadAsync(run.Source(rejects.Source), rejects.File, skip, take, http.RequestAborted),
            (rejects, row, personal) => new(
                rejects.Source, row.File, row.Row, row.Column, personal.Mask(rejects.Source, row.Column, row.Value), row.Reason, personal.Mask(rejects.Source, row.Raw)));
}
