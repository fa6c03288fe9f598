using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>Which of the rows named are there: apart by now, or apart before and judged since.</summary>
public sealed record RowsFound(IReadOnlySet<RowKey> Apart, IReadOnlySet<RowKey> Judged)
{
    public static readonly RowsFound None = new(new HashSet<RowKey>(), new HashSet<RowKey>());
}

/// <summary>A verdict over rows of a source or model, and how many.</summary>
public sealed record SaidVerdict(StandingVerdict Verdict, string Source, long Count);

/// <summary>What a person's word comes to, or why it cannot be said. <paramref name="ChangesRows"/>: other rows count by it than do now.</summary>
public sealed record RowVerdicts(IReadOnlyList<SaidVerdict> Said, bool ChangesRows, Rejection? Refused = null)
{
    /// <summary>
    /// A row may be judged while it is apart, and again once it is judged: the later verdict counts, in both directions. A verdict over all
    /// rows of a check is over those apart; where all were readmitted, a discard is over what was judged before.
    /// </summary>
    /// <param name="check">That has set the rows apart.</param>
    /// <param name="rows">Those that are meant; all of them where none is named.</param>
    /// <param name="verdict">What is said of them.</param>
    /// <param name="found">Which of those named are there.</param>
    /// <param name="apart">What the check has set apart by now; null for nothing.</param>
    /// <param name="judged">What was said before, by the version of the check's rule that counts.</param>
    /// <param name="nothingApart">What to say where there is nothing to judge.</param>
    /// <param name="listing">Where those are listed that there are.</param>
    public static RowVerdicts Of(
        string check, IReadOnlyList<RowKey> rows, Verdict verdict, RowsFound found, QuarantinedRows? apart, IReadOnlyList<SaidVerdict> judged, Rejection nothingApart, string listing)
    {
        if (apart is null && judged.Count == 0)
        {
            return new([], false, nothingApart);
        }

        if (rows.Count > 0)
        {
            // A row that is discarded while it is not apart counts today.
            return rows.Where(row => !found.Apart.Contains(row) && !found.Judged.Contains(row)).ToList() is [var unknown, ..] others
                ? new([], false, new($"The check '{check}' has set {(others.Count == 1 ? "no such row" : $"no such rows, {others.Count} of those named,")} apart: {unknown.RowHash}, occurrence {unknown.Occurrence}. {listing}"))
                : new(
                    [new(new(check, apart?.RuleVersion ?? judged[^1].Verdict.RuleVersion, verdict, rows, null), apart?.Source ?? judged[^1].Source, rows.Count)],
                    verdict is Verdict.Readmit || !rows.All(found.Apart.Contains));
        }

        if (apart is not null)
        {
            return new([new(new(apart.Check, apart.RuleVersion, verdict, [], apart.Sha256), apart.Source, apart.Rows)], verdict is Verdict.Readmit);
        }

        return verdict is Verdict.Readmit
            ? new([], false, nothingApart)
            : new([.. judged.Select(earlier => earlier with { Verdict = earlier.Verdict with { Verdict = verdict } })], ChangesRows: true);
    }
}
