using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>Who is missing in the running sprint and the next ones, as it is known now.</summary>
public sealed record LookAtCoverage(IReadOnlyList<CoverageGap> Gaps, IReadOnlyList<string> Team, NotificationPolicy Notifications);

public static class LookAtCoverageDecision
{
    /// <summary>An event where a look is owed, or differs from the last one, and a word to the whole team of what is new (domain.md 5.2).</summary>
    public static Decision Decide(LookAtCoverage command, Sprint sprint, DateTimeOffset now)
    {
        if (sprint.LookOwed is null && sprint.Gaps.SequenceEqual(command.Gaps))
        {
            return [];
        }

        Decision looked = [new CoverageLooked(sprint.Id, command.Gaps, now)];

        // What was known of more days than are left is not new.
        var found = command.Gaps.Where(gap => !sprint.Gaps.Exists(gap.IsWithin)).ToList();
        if (found.Count == 0)
        {
            return looked;
        }

        var (occasion, because) = ($"coverage-{sprint.Version + 1}", EventRef.Of(sprint.Id, sprint.Version + 1));
        var text = string.Join('\n', found.Select(gap => $"- {Days(gap)}: {gap.Subject}. {gap.Why}"));
        var notice = new Notice(
            sprint.Id, occasion, NotificationKind.CoverageGap, Severity.Warning, null, null, null, $"Nobody is there on {Days(found[0])}{(found.Count > 1 ? $" and {found.Count - 1} more" : "")}",
            $"{text}\n\nSomebody can stand in: ./run oncall override, or another rota.", sprint.Simulated, because);
        return looked.Telling(command.Team.SelectMany(engineer => command.Notifications.Queue(notice, engineer, now)));
    }

    static string Days(CoverageGap gap) => gap.From == gap.To ? $"{gap.From:yyyy-MM-dd}" : $"{gap.From:yyyy-MM-dd} to {gap.To:yyyy-MM-dd}";
}
