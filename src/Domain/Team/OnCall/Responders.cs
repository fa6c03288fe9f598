using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>
/// Who answers for an area at an instant, with how it was found out (domain.md 3.3): the first step's people, the second's, who is on sprint
/// duty, and who of all these is away until when.
/// </summary>
public sealed record Responders(IReadOnlyList<Responder> Primary, IReadOnlyList<Responder> Secondary, IReadOnlyList<Responder> Duty, IReadOnlyList<DayOff> Away)
{
    public static Responders Nobody { get; } = new([], [], [], []);

    /// <summary>The area's primary owners, whoever stands there for them now.</summary>
    public IReadOnlyList<Owner> Owners { get; init; } = [];

    /// <summary>Who is there now in the first step, each named once; null for nobody.</summary>
    public string? OnCall => In(EscalationStep.Primary).There is [_, ..] there ? Names(there.Select(responder => responder.Name)) : null;

    public string OwnedBy => Owners.Count > 0 ? Names(Owners.Select(owner => owner.Name)) : "nobody";

    /// <summary>
    /// By the owners recorded for the day (domain.md 1.3), whoever stands in for them, and on a covered holiday by its blocks: the block's engineer takes
    /// the first step's place, and who has the day off is skipped, unless they stand in for that very block.
    /// </summary>
    /// <param name="ownership">The area's.</param>
    /// <param name="day">The instant's day in the area's zone.</param>
    /// <param name="roster">Null where the team says nothing of its duty.</param>
    /// <param name="at">The instant.</param>
    public static Responders Of(Ownership? ownership, DateOnly day, DutyRoster? roster, DateTimeOffset at)
    {
        var owners = ownership?.At(day);
        var holiday = roster?.HolidayAt(at);
        Responder[] block = holiday?.BlockAt(at) is { } working
            ? [There(working.Engineer, roster!.Team.NameOf(working.Engineer), PageRole.HolidayBlock, $"works block {working.Number} of {holiday.Name}")] : [];
        Responder[] duty = roster?.SprintAt(at) is { } sprint ? [There(sprint.Duty, sprint.DutyName, PageRole.Duty, $"on duty in sprint {sprint.Number}")] : [];
        return new(
            block.Length > 0 ? block : [.. (owners?.Primary ?? []).Select(owner => Owner(owner, PageRole.Primary))],
            [.. (owners?.Secondary ?? []).Select(owner => Owner(owner, PageRole.Secondary))],
            duty,
            [.. (holiday?.Off ?? []).Where(engineer => block.All(there => there.Engineer != engineer)).Select(engineer => new DayOff(engineer, $"has {holiday!.Name} off"))])
        {
            Owners = owners?.Primary ?? [],
        };

        Responder Owner(Owner owner, PageRole role) =>
            There(owner.Id, owner.Name, role, $"{role.ToString().ToLowerInvariant()} owner of {ownership!.Area} since {owners!.From:yyyy-MM-dd}");

        Responder There(string id, string name, PageRole role, string via) =>
            roster?.ThereFor(id, at) is { } there && there.Engineer != id ? new(there.Engineer, there.Name, role, $"{via}{there.How}") : new(id, name, role, via);
    }

    /// <summary>Who answers for several areas at once, each person once.</summary>
    public static Responders Together(IReadOnlyList<Responders> areas) => areas is [var only] ? only : new(
        [.. areas.SelectMany(area => area.Primary).DistinctBy(responder => responder.Engineer)],
        [.. areas.SelectMany(area => area.Secondary).DistinctBy(responder => responder.Engineer)],
        [.. areas.SelectMany(area => area.Duty).DistinctBy(responder => responder.Engineer)],
        [.. areas.SelectMany(area => area.Away).DistinctBy(away => away.Engineer)])
    {
        Owners = [.. areas.SelectMany(area => area.Owners).Distinct()],
    };

    /// <summary>Those of a step who are there, and those who are not. Nobody is named twice: who is in both levels is paged once.</summary>
    public (IReadOnlyList<Responder> There, IReadOnlyList<SkippedResponder> Away) In(EscalationStep step)
    {
        Responder[] asked = step switch
        {
            EscalationStep.Primary => [.. Primary],
            EscalationStep.Secondary => [.. Secondary],
            _ => [.. Primary, .. Secondary],
        };
        var everyone = asked.DistinctBy(responder => responder.Engineer).ToList();
        return (
            [.. everyone.Where(responder => !IsAway(responder))],
            [.. everyone.Where(IsAway).Select(responder => new SkippedResponder(responder.Engineer, responder.Name, responder.Role, WhyAway(responder)))]);
    }

    /// <summary>Those on sprint duty who are there and not among the ones paged.</summary>
    public IEnumerable<Responder> Copied(IReadOnlyList<Responder> paged) =>
        Duty.Where(duty => !IsAway(duty) && paged.All(responder => responder.Engineer != duty.Engineer));

    /// <summary>Why nobody of a step is there.</summary>
    public static string WhyEmpty(EscalationStep step, string area, IReadOnlyList<SkippedResponder> away)
    {
        var level = step is EscalationStep.Everyone ? "" : $"{step.ToString().ToLowerInvariant()} ";
        return away.Count == 0
            ? $"Nobody is recorded as {level}owner of {area}."
            : $"Every {level}owner of {area} is away: {string.Join("; ", away.Select(person => $"{person.Name}, {person.Why}"))}.";
    }

    static string Names(IEnumerable<string> names) => string.Join(" and ", names.Distinct(StringComparer.Ordinal));

    bool IsAway(Responder responder) => Away.Any(away => away.Engineer == responder.Engineer);

    string WhyAway(Responder responder) => Away.First(away => away.Engineer == responder.Engineer).Why;
}

/// <summary>An engineer who is not to be paged, and why.</summary>
public sealed record DayOff(string Engineer, string Why);
