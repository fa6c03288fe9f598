using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>Where a page of a run's rows in the lake ends: the file, counted from 0, and the rows of it that were shown.</summary>
public sealed record RunRowsPosition(int File, long Rows);

/// <summary>A run whose rows are shown, its interval, and the pipeline as it read it.</summary>
public sealed record ShownRun(Run Run, Interval Interval, PipelineDefinition Definition)
{
    public SourceDefinition Source(string id) => Definition.Sources.First(source => source.Id == id);
}

/// <summary>Rows of a run that lie in files of the lake, as one list.</summary>
public static class RunRows
{
    public static Reply<T> LakeIsElsewhere<T>() => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, "The lake is elsewhere", "This process has no access to the lake, where rows set apart are kept.",
        "Ask the process that runs the engine's workers, or ./run.");

    /// <param name="http">The request; what reads the files comes with it where the process has the lake.</param>
    /// <param name="id">The run.</param>
    /// <param name="limit">How many rows at most.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="files">The run's files, in order.</param>
    /// <param name="read">Rows of one of them, from so many on, at most so many.</param>
    /// <param name="view">A row as it is shown.</param>
    public static async Task<Reply<Page<TView>>> PageAsync<TReader, TFile, TRow, TView>(
        HttpContext http, Guid id, int? limit, string? cursor,
        Func<Run, IReadOnlyList<TFile>> files, Func<TReader, TFile, ShownRun, long, int, Task<IReadOnlyList<TRow>>> read, Func<TFile, TRow, PersonalColumns, TView> view)
        where TReader : class
    {
        if (!Cursor.TryDecode<RunRowsPosition>(cursor, out var from))
        {
            return Problems.NoCursor();
        }

        if (http.RequestServices.GetService<TReader>() is not { } reader)
        {
            return LakeIsElsewhere<Page<TView>>();
        }

        var cancellationToken = http.RequestAborted;
        await using var session = http.RequestServices.GetRequiredService<IDocumentStore>().QuerySession();
        if (await session.LoadAsync<Run>(id, cancellationToken) is not { } run)
        {
            return Problems.UnknownRun(id);
        }

        var versions = (await session.Events.FetchStreamAsync(Pipeline.IdOf(run.Pipeline), token: cancellationToken)).Select(stored => stored.Data).OfType<PipelineDefined>().ToList();
        var asRead = versions.Find(version => version.DefinitionVersion == run.DefinitionVersion)!.Definition;
        var personal = new PersonalColumns(asRead, versions[^1].Definition);
        var shown = new ShownRun(run, (await session.LoadAsync<Interval>(run.IntervalId, cancellationToken))!, asRead);
        var size = limit ?? Page.DefaultLimit;
        var rows = new List<(TView View, RunRowsPosition Position)>();
        foreach (var (at, file) in files(run).Index().Skip(from?.File ?? 0).TakeWhile(_ => rows.Count <= size))
        {
            var skip = at == from?.File ? from.Rows : 0;
            var found = await read(reader, file, shown, skip, size + 1 - rows.Count);
            rows.AddRange(found.Select((row, nth) => (view(file, row, personal), new RunRowsPosition(at, skip + nth + 1))));
        }

        return Page.Of(rows, size, row => row.View, row => Cursor.Encode(row.Position));
    }
}
