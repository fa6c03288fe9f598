using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>A person takes a drift into the contract, or asks for the source to come as it was.</summary>
public sealed record JudgeDrift(Guid DriftId, bool IsApproved, string? Reason, string Actor);

public static class JudgeDriftDecision
{
    /// <summary>Whoever has rejected a drift may approve it later, as long as it lasts; the same word again says nothing new.</summary>
    public static Decision Decide(JudgeDrift command, SourceSchema schema, DateTimeOffset now) => schema.Find(command.DriftId) switch
    {
        null => new Rejection($"'{schema.Source}' has no drift {command.DriftId}."),
        { IsOver: true } over when schema.Find(over.Seen.Change) is { } again && again.Id != over.Id =>
            new Rejection($"That time is over: the source has come so again, which is the drift {again.Id}."),
        { State: DriftState.Reverted } => new Rejection("The drift is over: the source comes as its contract says again."),
        { State: DriftState.Adopted, ContractVersion: var version } => new Rejection($"Version {version} of the contract has it."),
        { State: DriftState.Approved } when command.IsApproved => [],
        { State: DriftState.Approved } => new Rejection("It was approved, and the contract's next version is being written."),
        { State: DriftState.Rejected } when !command.IsApproved => [],
        _ when command.IsApproved => [new DriftApproved(schema.Id, command.DriftId, command.Reason, command.Actor, now)],
        _ => [new DriftRejected(schema.Id, command.DriftId, command.Reason ?? "", command.Actor, now)],
    };
}
