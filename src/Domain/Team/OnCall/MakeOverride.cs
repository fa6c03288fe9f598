using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary><paramref name="Engineer"/> stands in for <paramref name="InsteadOf"/>; without <paramref name="From"/> from now on.</summary>
/// <param name="Consent">Whoever it costs their only day off, or a second block of a day, agrees to that.</param>
public sealed record MakeOverride(Guid OverrideId, string Engineer, string InsteadOf, DateTimeOffset? From, DateTimeOffset To, string Reason, string Actor, bool Consent = false);

public static class MakeOverrideDecision
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    /// <param name="command">Who stands in for whom.</param>
    /// <param name="overrides">Those that there are.</param>
    /// <param name="team">The team.</param>
    /// <param name="years">The holidays that it may meet.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(MakeOverride command, Overrides? overrides, TeamPlan team, IReadOnlyList<HolidayYear> years, DateTimeOffset now)
    {
        var from = command.From ?? now;
        var known = (overrides ?? Overrides.None).All;
        foreach (var id in new[] { command.Engineer, command.InsteadOf })
        {
            if (team.Find(id) is null)
            {
                return Refuse($"There is no engineer '{id}' in the team: {string.Join(", ", team.Members.Select(member => member.Id))}.");
            }
        }

        if (command.Engineer == command.InsteadOf)
        {
            return Refuse("Nobody stands in for themselves.");
        }

        if (from < now)
        {
            return Refuse("It would begin in the past: whom pages went to is not rewritten. Leave `from` out to begin now.");
        }

        if (command.To <= from || command.To - from > Longest)
        {
            return Refuse($"It ends after it begins, and within {Longest.TotalDays:0} days.");
        }

        var meanwhile = known.Where(one => one.Meets(from, command.To)).ToList();
        if (meanwhile.Find(one => one.InsteadOf == command.InsteadOf) is { } other)
        {
            return Refuse($"{other.Name} stands in for '{command.InsteadOf}' from {other.From:yyyy-MM-dd HH:mm} to {other.To:yyyy-MM-dd HH:mm} UTC already. End that one first.");
        }

        if (ComesBackTo(command.InsteadOf, command.Engineer, meanwhile))
        {
            return Refuse($"'{command.Engineer}' is replaced meanwhile, in the end by '{command.InsteadOf}': nobody would be there.");
        }

        var made = new OverrideMade(Overrides.TheId, command.OverrideId, command.Engineer, team.NameOf(command.Engineer), command.InsteadOf, from, command.To, command.Reason, command.Actor, now);
        var costs = HolidayRest.Costs(years, overrides ?? Overrides.None, Overrides.Fold(overrides, made)!, team.NameOf);
        return costs.Count > 0 && !command.Consent
            ? new Rejection($"{string.Join("; ", costs)}. That needs their consent.", "Ask them; then send it again with `consent: true`, which is recorded with what it is for.")
            : [made with { Consent = costs.Count > 0 ? new(command.Actor, costs) : null }];
    }

    // Over all that hold at any time meanwhile: stricter than needed where two of them never meet, and then easily put otherwise.
    static bool ComesBackTo(string engineer, string from, List<Override> meanwhile)
    {
        HashSet<string> reached = [from];
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith([.. meanwhile.Where(one => reached.Contains(one.InsteadOf)).Select(one => one.Engineer)]);
        }

        return reached.Contains(engineer);
    }

    static Decision Refuse(string why) => new Rejection(why);
}
