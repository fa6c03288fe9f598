namespace EventedPipelines.Domain.Team.Calendars;

/// <summary>The team's working calendar as `team.yml` has it: the days of a working week, and the public holidays of the file that it names.</summary>
/// <param name="Week">In order of the week, Monday first.</param>
/// <param name="Source">The holidays' file, relative to the workspace; null where there is none.</param>
/// <param name="Holidays">In order of their days; several may be on one.</param>
public sealed record CalendarPlan(IReadOnlyList<DayOfWeek> Week, string? Source, IReadOnlyList<Holiday> Holidays)
{
    public static CalendarPlan Default { get; } =
        new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], null, []);

    /// <summary>What the file has as well, and is no public holiday.</summary>
    public IReadOnlyList<LeftOut> Left { get; init; } = [];
}

/// <summary>Days of a calendar that are no public holidays (domain.md 6.3): the first, how many there are, and why they are none.</summary>
public sealed record LeftOut(string Key, string Name, DateOnly First, int Days, string Why);

/// <summary>A public holiday. <paramref name="Key"/> is the same every year, so that its rota can go round (domain.md 6.2).</summary>
public sealed record Holiday(string Key, DateOnly Date, string Name);
