namespace EventedPipelines.Application.Team.Calendars;

/// <summary>
/// Which events of a calendar are public holidays (domain.md 6.3): what a person says of a key; else what the event says of itself; else what its calendar
/// makes of silence. A calendar that marks its public holidays has no others. One that has busy and free days means the busy ones; where all are the
/// same, most often free, that tells nothing, and all of them are holidays.
/// </summary>
sealed class HolidayRules(IReadOnlyList<HolidayEvent> events, HolidayChoice choice)
{
    public const string IsLeft = "`leave` names it";

    readonly bool _marksHolidays = events.Any(one => one.Mark.Kind is HolidayMarkKind.Public);
    readonly bool _marksTime = events.Any(one => one.Mark is { Kind: HolidayMarkKind.None, IsBusy: true }) && events.Any(one => one.Mark is { Kind: HolidayMarkKind.None, IsBusy: false });

    /// <summary>Why an event is none; null where it is one.</summary>
    /// <param name="one">The event.</param>
    /// <param name="key">The key that its days have.</param>
    /// <param name="series">The series of which it replaces a day: without a mark of its own it is what that is.</param>
    public string? WhyNot(HolidayEvent one, string key, HolidayEvent? series)
    {
        if (choice.Leave.Contains(key))
        {
            return IsLeft;
        }

        var mark = one.Mark.Kind is HolidayMarkKind.None && series is not null ? series.Mark : one.Mark;
        return choice.Take.Contains(key) ? null : mark switch
        {
            { Kind: HolidayMarkKind.Public } => null,
            { Kind: HolidayMarkKind.Private } => $"it is somebody's own ({mark.Says})",
            { Kind: HolidayMarkKind.WorkingDay } => $"it is a working day ({mark.Says})",
            { Kind: HolidayMarkKind.Observance } => $"it is no public holiday ({mark.Says})",
            _ when _marksHolidays => "others of the file are marked as public holidays, and it is not",
            { IsBusy: false } when _marksTime => "it is free time (TRANSP:TRANSPARENT), and others of the file are not",
            _ => null,
        };
    }
}
