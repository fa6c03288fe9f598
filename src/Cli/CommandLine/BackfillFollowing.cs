using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>A backfill as it was left: done, or with runs that wait for what must come from elsewhere.</summary>
public sealed record FollowedBackfill(ServerAnswer<BackfillView> Answer, IReadOnlyList<RunView> Waiting)
{
    public BackfillView Backfill => Answer.Value;
}

/// <summary>Follows a backfill until every interval has an outcome, or all that are left wait for files.</summary>
public static class BackfillFollowing
{
    public static Task<FollowedBackfill> ToItsEndAsync(ServerConnection connection, string path, ProgressConsole console, CancellationToken cancellationToken) =>
        Following.ToItsEndAsync<BackfillView, FollowedBackfill>(
        connection, path, console, Show, async answer => answer.Value.Done ? new(answer, []) : await OnlyWaitingAsync(connection, answer, cancellationToken), cancellationToken);

    static void Show(ProgressTask bar, BackfillView backfill)
    {
        var (progress, ended) = (backfill.Progress, backfill.Progress.Skipped + backfill.Progress.Finished);
        bar.MaxValue = Math.Max(1, progress.Total);
        bar.Value = ended;
        bar.Description = $"{ended} of {Words.Count(progress.Total, "interval")}, {progress.Running} running";
    }

    // A run between two attempts waits too, but for nobody: it goes on by itself.
    static async Task<FollowedBackfill?> OnlyWaitingAsync(ServerConnection connection, ServerAnswer<BackfillView> answer, CancellationToken cancellationToken)
    {
        var open = answer.Value.Intervals.Where(interval => interval is { Skipped: null, Outcome: null }).ToArray();
        if (open.Any(interval => interval.Stage is not RunStage.Waiting))
        {
            return null;
        }

        List<RunView> waiting = [];
        foreach (var interval in open)
        {
            var run = (await connection.GetPatientlyAsync<RunView>(RunReceipt.PathOf(interval.RunId!.Value), cancellationToken)).Value;
            if (Words.MissingOf(run).Count == 0)
            {
                return null;
            }

            waiting.Add(run);
        }

        return new(answer, waiting);
    }
}
