using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Cli;

/// <summary>What is wrong with a workspace, in order of file and line, and what it holds; nothing is held where something is wrong.</summary>
public sealed record WorkspaceReport(string Workspace, IReadOnlyList<WorkspaceFinding> Problems, IReadOnlyList<WorkspaceFinding> Warnings, WorkspaceContent? Content);

/// <summary>A problem or a warning. <paramref name="File"/> is relative to the workspace, <paramref name="Line"/> counts from 1.</summary>
public sealed record WorkspaceFinding(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}: {Message} {Remedy}";
}

/// <param name="Holidays">What came of the file of public holidays; null where there is none.</param>
public sealed record WorkspaceContent(int Areas, int Pipelines, int Checks, int Metrics, HolidaysContent? Holidays = null);

/// <summary>The days of a file of holidays that are public holidays, and what it has that is none, with the reason.</summary>
public sealed record HolidaysContent(string File, int Holidays, int Days, IReadOnlyList<LeftOut> Left)
{
    public static HolidaysContent? Of(CalendarPlan? calendar) => calendar is not { Source: { } file } ? null : new(
        file, calendar.Holidays.Select(holiday => holiday.Key).Distinct().Count(), calendar.Holidays.Select(holiday => holiday.Date).Distinct().Count(), calendar.Left);
}
