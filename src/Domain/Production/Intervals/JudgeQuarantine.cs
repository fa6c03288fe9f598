using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A verdict over rows that one check has set apart; all of them where no row is named. <paramref name="PolicyVersion"/>: of the policies in force.</summary>
public sealed record JudgeQuarantine(string Check, IReadOnlyList<RowKey> Rows, Verdict Verdict, string Reason, string Actor, int? PolicyVersion = null);

/// <summary>Which of the rows named are there: apart in the run's generation, or apart in an earlier one and judged since.</summary>
public sealed record RowsFound(IReadOnlySet<RowKey> Apart, IReadOnlySet<RowKey> Judged)
{
    public static readonly RowsFound None = new(new HashSet<RowKey>(), new HashSet<RowKey>());
}

/// <summary>
/// A row may be judged while it is apart, and again once it is judged: the later verdict counts, in both directions. A verdict over all
/// rows of a check is over those apart; where all were readmitted, a discard is over what was judged before. Where other rows count from now on than those
/// published, a generation is opened.
/// </summary>
public static class JudgeQuarantineDecision
{
    public const int MostRows = 500;

    public static Decision Decide(JudgeQuarantine command, RowsFound found, Pipeline pipeline, Interval interval, Run run, DateTimeOffset now)
    {
        var apart = ApartBy(command.Check, run);
        var judged = JudgedBy(command.Check, interval, run);
        if (apart is null && judged.Count == 0)
        {
            return NothingApart(command, run);
        }

        if (command.Rows.Count > 0)
        {
            return command.Rows.Where(row => !found.Apart.Contains(row) && !found.Judged.Contains(row)).ToList() is [var unknown, ..] others
                ? new Rejection($"The check '{command.Check}' has set {(others.Count == 1 ? "no such row" : $"no such rows, {others.Count} of those named,")} apart: {unknown.RowHash}, occurrence {unknown.Occurrence}. GET /runs/{run.Id}/quarantine lists those that it has.")
                : Of(new(command.Check, apart?.RuleVersion ?? judged[^1].Verdict.RuleVersion, command.Verdict, command.Rows, null), apart?.Source ?? judged[^1].Source, command.Rows.Count);
        }

        if (apart is not null)
        {
            return Of(new(apart.Check, apart.RuleVersion, command.Verdict, [], apart.Sha256), apart.Source, apart.Rows);
        }

        return command.Verdict is Verdict.Readmit
            ? NothingApart(command, run)
            : Reopened([.. judged.Select(earlier => earlier with { Verdict = earlier.Verdict with { Verdict = command.Verdict }, Reason = command.Reason, Actor = command.Actor, JudgedAt = now })]);

        // A row that is discarded while it is not apart counts today.
        Decision Of(StandingVerdict verdict, string source, long count)
        {
            Decision said = [new QuarantineJudged(interval.Id, verdict, source, count, command.Reason, command.Actor, now)];
            return command.Verdict is Verdict.Readmit || !verdict.Rows.All(found.Apart.Contains) ? Reopened(said) : said;
        }

        Decision Reopened(Decision said)
        {
            var after = said.On(interval, Interval.Fold)!;
            var cause = command.Verdict is Verdict.Readmit ? RunCause.Readmission : RunCause.Manual;
            var open = new OpenGeneration(interval.Pipeline, interval.DataInterval, cause, Rerun: true, command.Reason, command.Actor, EventRef.Of(interval.Id, after.Version), run.Simulated)
            {
                PolicyVersion = command.PolicyVersion,
            };
            return said.Then(OpenGenerationDecision.Decide(open, pipeline, after, run, now));
        }
    }

    public static QuarantinedRows? ApartBy(string check, Run run) => run.Quarantine.Find(rows => rows.Check == check);

    /// <summary>The verdicts over rows of the check, by the version of its rule that counts for the run.</summary>
    public static IReadOnlyList<QuarantineJudged> JudgedBy(string check, Interval interval, Run run)
    {
        var ofCheck = interval.Judged.FindAll(judged => judged.Verdict.Check == check);
        var version = ApartBy(check, run)?.RuleVersion ?? ofCheck.LastOrDefault()?.Verdict.RuleVersion;
        return ofCheck.FindAll(judged => judged.Verdict.RuleVersion == version);
    }

    static Rejection NothingApart(JudgeQuarantine command, Run run)
    {
        var known = run.Quarantine.Select(rows => $"'{rows.Check}'").ToList();
        return new($"The check '{command.Check}' has set no row of generation {run.Generation} apart. {(known.Count == 0 ? "No check has." : $"These have: {string.Join(", ", known)}.")}");
    }
}
