using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>Which of the rows that a verdict names are there, looked up in the lake's files.</summary>
static class JudgedRows
{
    /// <param name="files">The lake's.</param>
    /// <param name="rows">Those named; without any it is about all, and nothing has to be looked up.</param>
    /// <param name="apart">What the check has set apart by now; null for nothing.</param>
    /// <param name="judged">What was said before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<RowsFound> FindAsync(
        IQuarantineFiles? files, IReadOnlyList<RowKey> rows, QuarantinedRows? apart, IReadOnlyList<StandingVerdict> judged, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return RowsFound.None;
        }

        var now = await files!.FindAsync(apart is null ? [] : [apart.Sha256], rows, cancellationToken);
        var before = await files.FindAsync(judged.Select(verdict => verdict.File).OfType<string>().ToHashSet(), rows, cancellationToken);
        return new(now, judged.SelectMany(verdict => verdict.Rows).Concat(before).ToHashSet());
    }
}
