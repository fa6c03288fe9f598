using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>The contract's next version with these drifts was written, or could not be.</summary>
public sealed record ReviseContract(IReadOnlyList<Guid> DriftIds, int ContractVersion, DateOnly From, string File, string Diff, string? Failure = null);

public static class ReviseContractDecision
{
    /// <summary>
    /// Days that showed a drift can be read by several versions, of which each gets its next. Where one of them cannot be written the drift is not taken in: it stays open with the reason and
    /// with what was written, which another approval finds there.
    /// </summary>
    public static Decision Together(IReadOnlyList<ReviseContract> commands, SourceSchema schema, DateTimeOffset now)
    {
        var failed = commands.Where(command => command.Failure is not null).ToList();
        return [.. commands.Where(command => command.Failure is null).Select(Whole).Concat(failed.Select(Told)).SelectMany(command => Decide(command, schema, now))];

        ReviseContract Whole(ReviseContract command) => command with { DriftIds = [.. command.DriftIds.Where(id => !failed.Exists(other => other.DriftIds.Contains(id)))] };

        ReviseContract Told(ReviseContract command) => commands.Where(other => other.Failure is null && other.DriftIds.Intersect(command.DriftIds).Any()).ToList() is { Count: > 0 } written
            ? command with { Failure = $"{command.Failure} For the days from {string.Join(" and ", written.Select(other => $"{other.From:yyyy-MM-dd} on version {other.ContractVersion}"))} is written already." }
            : command;
    }

    public static Decision Decide(ReviseContract command, SourceSchema schema, DateTimeOffset now)
    {
        var approved = schema.Drifts.Where(drift => drift.State is DriftState.Approved && command.DriftIds.Contains(drift.Id)).ToList();
        if (approved.Count == 0)
        {
            return [];
        }

        Guid[] ids = [.. approved.Select(drift => drift.Id)];
        var because = EventRef.Of(schema.Id, approved.Max(drift => drift.At));
        return command.Failure is { } failure
            ? [new ContractRevisionFailed(schema.Id, ids, failure, now, because)]
            : [new ContractRevised(schema.Id, ids, command.ContractVersion, command.From, command.File, command.Diff, now, because)];
    }
}

public static class SchemaWork
{
    /// <summary>The next version of the contract, with all that is approved by then.</summary>
    public static IEnumerable<PendingWork> Pending(SourceSchema schema) => schema.Drifts.Where(drift => drift.State is DriftState.Approved).MinBy(drift => drift.At) is { } first
        ? [new(WorkKind.Contract, "", first.DecidedAt!.Value, EventRef.Of(schema.Id, first.At))]
        : [];
}
