namespace EventedPipelines.Application.Team.Calendars;

/// <summary>What a person says of a file's days, by their keys, whatever the file says of them: these are public holidays, and those are none.</summary>
public sealed record HolidayChoice(IReadOnlyList<string> Take, IReadOnlyList<string> Leave)
{
    public static HolidayChoice None { get; } = new([], []);
}
