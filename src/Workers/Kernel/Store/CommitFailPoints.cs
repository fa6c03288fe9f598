using Marten;
using Marten.Services;

namespace EventedPipelines.Workers.Kernel.Store;

/// <summary>Where a test kills the process around a commit: `EVENTED_KILL_AT=before:incident_opened`, or `after:`, by the stored name of an event in it.</summary>
public sealed class CommitFailPoints(FailPoints failPoints) : DocumentSessionListenerBase
{
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        foreach (var e in session.PendingChanges.Streams().SelectMany(stream => stream.Events))
        {
            failPoints.Reach($"before:{e.EventTypeName}");
        }

        return Task.CompletedTask;
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        foreach (var e in commit.GetStreams().SelectMany(stream => stream.Events))
        {
            failPoints.Reach($"after:{e.EventTypeName}");
        }

        return Task.CompletedTask;
    }
}
