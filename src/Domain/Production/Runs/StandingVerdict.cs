namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What a person says of a row that a check set apart: it counts after all, or it never will.</summary>
public enum Verdict
{
    Readmit,
    Discard,
}

/// <summary>A row by the hash of its values, and which of the rows with that hash it is (domain.md 2.8).</summary>
public sealed record RowKey(string RowHash, long Occurrence);

/// <summary>A verdict in force: over the rows named, or over all that a file of the lake holds. Of two over one row the later counts.</summary>
public sealed record StandingVerdict(string Check, int RuleVersion, Verdict Verdict, IReadOnlyList<RowKey> Rows, string? File);
