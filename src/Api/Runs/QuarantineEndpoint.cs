using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Checks;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Runs;

/// <summary>A row set apart, and what was said of it. Values of personal columns are masked.</summary>
public sealed record QuarantinedRowView(
    string Source, string Check, int RuleVersion, string RowHash, long Occurrence, string File, long Row, IReadOnlyDictionary<string, string?> Values, Verdict? Verdict);

public sealed record QuarantinePosition(int Part, long Row);

public static class QuarantineEndpoint
{
    const string Masked = "***";

    [WolverineGet("/api/v1/runs/{id:guid}/quarantine")]
    [Tags("Runs"), EndpointSummary("The rows that the checks of a run have set apart, with the verdicts in force.")]
    [Refuses(404, 503)]
    public static async Task<Reply<Page<QuarantinedRowView>>> List(Guid id, int? limit, string? cursor, IDocumentStore store, HttpContext http, CancellationToken token)
    {
        if (!Cursor.TryDecode<QuarantinePosition>(cursor, out var from))
        {
            return Problems.Invalid("cursor", "This is no cursor of this list. Leave it out for the first page.");
        }

        if (http.RequestServices.GetService<IQuarantineFiles>() is not { } files)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The lake is elsewhere", "This process has no access to the lake, where rows set apart are kept.", "Ask the process that runs the engine's workers, or ./run.");
        }

        await using var session = store.QuerySession();
        if (await session.LoadAsync<Run>(id, token) is not { } run)
        {
            return Problems.UnknownRun(id);
        }

        var versions = (await session.Events.FetchStreamAsync(Pipeline.IdOf(run.Pipeline), token: token)).Select(stored => stored.Data).OfType<PipelineDefined>().ToList();
        PipelineDefinition[] definitions = [versions.Find(version => version.DefinitionVersion == run.DefinitionVersion)!.Definition, versions[^1].Definition];
        var interval = (await session.LoadAsync<Interval>(run.IntervalId, token))!;
        var size = limit ?? Page.DefaultLimit;
        var rows = new List<(QuarantinedRowView View, QuarantinePosition Position)>();
        for (var part = from?.Part ?? 0; part < run.Quarantine.Count && rows.Count <= size; part++)
        {
            var apart = run.Quarantine[part];
            var skip = part == from?.Part ? from.Row : 0;
            var read = await files.ReadAsync(apart.Sha256, skip, size + 1 - rows.Count, token);
            rows.AddRange(read.Select((row, at) => (ViewOf(row, apart, definitions, interval), new QuarantinePosition(part, skip + at + 1))));
        }

        return Page.Of(rows, size, row => row.View, row => Cursor.Encode(row.Position));
    }

    static QuarantinedRowView ViewOf(SetApartRow row, QuarantinedRows apart, PipelineDefinition[] definitions, Interval interval)
    {
        // What was personal when the run read it, or is by now.
        var personal = definitions.SelectMany(definition => definition.Sources).Where(source => source.Id == apart.Source)
            .SelectMany(source => source.Contract.Columns).Where(column => column.Personal).Select(column => column.Name).ToHashSet();
        return new(
            apart.Source, apart.Check, apart.RuleVersion, row.RowHash, row.Occurrence, row.File, row.Row,
            row.Values.ToDictionary(value => value.Key, value => personal.Contains(value.Key) && value.Value is not null ? Masked : value.Value),
            interval.Verdicts.FindLast(verdict => verdict.Check == apart.Check && verdict.RuleVersion == apart.RuleVersion
                && (verdict.File == apart.Sha256 || verdict.Rows.Contains(new(row.RowHash, row.Occurrence))))?.Verdict);
    }
}
