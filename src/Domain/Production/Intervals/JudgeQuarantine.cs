using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A verdict over rows that one check has set apart; all of them where no row is named. <paramref name="PolicyVersion"/>: of the policies in force.</summary>
public sealed record JudgeQuarantine(string Check, IReadOnlyList<RowKey> Rows, Verdict Verdict, string Reason, string Actor, int? PolicyVersion = null);

/// <summary>Where other rows count by a verdict than those published, a generation is opened.</summary>
public static class JudgeQuarantineDecision
{
    public const int MostRows = 500;

    public static Decision Decide(JudgeQuarantine command, RowsFound found, Pipeline pipeline, Interval interval, Run run, DateTimeOffset now)
    {
        var judged = JudgedBy(command.Check, interval, run);
        var said = RowVerdicts.Of(
            command.Check, command.Rows, command.Verdict, found, ApartBy(command.Check, run), [.. judged.Select(earlier => new SaidVerdict(earlier.Verdict, earlier.Source, earlier.Count))],
            NothingApart(command, run), $"GET /runs/{run.Id}/quarantine lists those that it has.");
        if (said.Refused is { } refused)
        {
            return refused;
        }

        Decision events = [.. said.Said.Select(one => new QuarantineJudged(interval.Id, one.Verdict, one.Source, one.Count, command.Reason, command.Actor, now))];
        return said.ChangesRows ? Reopened(events) : events;

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
