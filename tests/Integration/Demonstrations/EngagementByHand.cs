using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>Active customers from the files: of the day, and of the seven and thirty days that end with it.</summary>
static class EngagementByHand
{
    const string Pipeline = "aggregate-engagement";
    const int DeadlineHours = 10;

    static readonly (string Model, int Days)[] windows = [("daily_active", 1), ("weekly_active", 7), ("monthly_active", 30)];

    public static IEnumerable<ExpectedNumbers> Of(Deliveries files) => files.Days.SelectMany(day => DayOf(files, day));

    static IEnumerable<ExpectedNumbers> DayOf(Deliveries files, DateOnly day)
    {
        var interval = DataInterval.Day(day);
        var isThere = files.VisitorsOf(day) is not null;
        if (!isThere && !files.HasPassed(interval, DeadlineHours))
        {
            yield break;
        }

        var counts = windows.Select(window => (window.Model, Count: CountOf(files, day, window.Days), Lacks: LacksOf(files, day, window.Days))).ToList();
        foreach (var (model, count, lacks) in counts)
        {
            yield return ExpectedNumbers.Point(Pipeline, interval, lacks, $"{model}_customers", interval, isThere ? count : null);
            if (isThere)
            {
                yield return ExpectedNumbers.Row(model, interval, lacks, ("day", day), ("customers", count));
            }
        }

        if (isThere)
        {
            yield return ExpectedNumbers.Row(
                "engagement", interval, counts[^1].Lacks, [("day", day), .. counts.Select(window => ($"{window.Model}_customers", (object?)window.Count))]);
        }
    }

    static IEnumerable<DateOnly> Window(DateOnly day, int days) => Enumerable.Range(1 - days, days).Select(day.AddDays);

    static int CountOf(Deliveries files, DateOnly day, int days) => Window(day, days).SelectMany(past => files.VisitorsOf(past) ?? []).Distinct().Count();

    // What was before the data began lacks as well: it is the model's, since no run has read a source there. So it is to the days of one backfill, which do not wait for
    // a day whose file is still being fetched.
    static List<Lack> LacksOf(Deliveries files, DateOnly day, int days) =>
        [.. Window(day, days).Where(past => files.VisitorsOf(past) is null)
            .Select(past => new Lack(past < LivedDemonstration.FirstDay || (past < day && IsBackfilled(day)) ? "active_customers" : "activity", DataInterval.Day(past)))];

    static bool IsBackfilled(DateOnly day) => DataInterval.Day(day).ClosesAt(TimeZoneInfo.Utc) <= LivedDemonstration.Begins;
}
