using System.Globalization;
using EventedPipelines.Application.Team.Calendars;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`calendar` of the team: its working week, and the file with its public holidays.</summary>
static class CalendarReader
{
    static readonly DateOnly UnlessBegun = new(2000, 1, 1);

    // Loading has no clock, and a rule without an end would go on for ever. Nothing is planned so far ahead, and a list of holidays is renewed
    // long before.
    static readonly DateOnly LastDay = new(2035, 12, 31);

    /// <param name="value">The block, where there is one.</param>
    /// <param name="files">The workspace's.</param>
    /// <param name="problems">Takes what is wrong in the file of holidays.</param>
    /// <param name="begins">When the team's first sprint begins; holidays are needed from the year before.</param>
    /// <returns>Null where the holidays could not be read.</returns>
    public static CalendarPlan? Read(YamlValue? value, WorkspaceFiles files, ProblemList problems, DateOnly? begins)
    {
        var unlessGiven = CalendarPlan.Default;
        if (value is null)
        {
            return unlessGiven;
        }

        if (value.Block("`calendar`") is not { } block)
        {
            return null;
        }

        var week = block.Find("week") is { } days ? Week(days) : unlessGiven.Week;
        var named = block.Find("holidays");
        var (take, leave) = (block.Find("take"), block.Find("leave"));
        var choice = new HolidayChoice(Keys(take, named), Keys(leave, named));
        var read = named is null ? null : Holidays(named, choice, files, problems, begins);
        if (read is not null)
        {
            AreKnown(take, read);
            AreKnown(leave, read, choice.Take);
        }

        block.Close();
        return named is not null && read is null ? null : new(week, named?.Text(), read?.Holidays ?? []) { Left = read?.Left ?? [] };
    }

    static List<string> Keys(YamlValue? list, YamlValue? named)
    {
        if (list is not null && named is null)
        {
            list.Problem($"`{list.Name}` is of a file of holidays, and there is none.", "Name one: `holidays: holidays.ics`.");
            return [];
        }

        return [.. (list?.Items() ?? []).Select(item => item.Text()).OfType<string>()];
    }

    static void AreKnown(YamlValue? list, HolidayReading read, IReadOnlyList<string>? others = null)
    {
        string[] known = [.. read.Keys.Order(StringComparer.Ordinal)];
        foreach (var item in list?.Items() ?? [])
        {
            if (item.Text() is not { } key)
            {
                continue;
            }

            if (read.Refusal(key, others ?? []) is { } refusal)
            {
                item.Problem(refusal, known.Contains(key) ? "Leave it in one of them." : Spelling.Advice(key, known));
            }
        }
    }

    static List<DayOfWeek> Week(YamlValue list)
    {
        var week = new List<DayOfWeek>();
        foreach (var item in list.Items())
        {
            if (item.Choice<DayOfWeek>() is not { } day)
            {
                continue;
            }

            if (week.Contains(day))
            {
                item.Problem($"'{item.Text()}' stands twice in `week`.", "Name each day once.");
            }

            week.Add(day);
        }

        return [.. week.OrderBy(day => ((int)day + 6) % 7)];
    }

    static HolidayReading? Holidays(YamlValue named, HolidayChoice choice, WorkspaceFiles files, ProblemList problems, DateOnly? begins)
    {
        if (named.Text() is not { } file)
        {
            return null;
        }

        if (!IsInside(file) || !HolidayFile.IsNamedRightly(file))
        {
            named.Problem(
                $"'{file}' is no file of holidays in the workspace.", "Name an .ics or .csv file by its path below the workspace's folder, with '/', such as holidays.ics.");
            return null;
        }

        if (files.Text(file, named.Place, bytes => HolidayFile.Decodable(file, bytes)) is not { } text)
        {
            return null;
        }

        var from = begins is { } day ? new DateOnly(Math.Max(1, day.Year - 1), 1, 1) : UnlessBegun;
        var read = HolidayFile.Read(file, text, from, LastDay, choice);
        foreach (var problem in read.Problems)
        {
            problems.Add(new(file, problem.Line ?? 1), problem.Message, problem.Remedy);
        }

        if (read.Problems.Count == 0 && read.Holidays.Count == 0)
        {
            named.Warn(
                string.Create(CultureInfo.InvariantCulture,
                    $"{file} has no public holiday from {from:yyyy-MM-dd} until {LastDay:yyyy-MM-dd}{(read.Left.Count > 0 ? $"; left {read.Left.Count}" : "")}."),
                read.Left.Count > 0 ? "Name under `take` the keys of those that are; `validate` lists them." : "Add the holidays of the years in which the team works.");
        }

        return read.Problems.Count > 0 ? null : read;
    }

    static bool IsInside(string file) => !file.Contains('\\', StringComparison.Ordinal) && !file.Split('/').Any(part => part is "" or "." or "..");
}
