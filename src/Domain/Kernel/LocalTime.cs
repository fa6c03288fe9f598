namespace EventedPipelines.Domain.Kernel;

/// <summary>Instants from local times, across clock changes.</summary>
public static class LocalTime
{
    /// <summary>
    /// The first valid instant at or after the local time: one that the clock skips is where it lands (domain.md 5.1), of one that it shows
    /// twice it is the first.
    /// </summary>
    public static DateTimeOffset FirstAt(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        // TimeZoneInfo.IsInvalidTime knows of daylight saving alone: a zone that changed sides of the date line skipped a day that it calls valid.
        var local = new DateTimeOffset(day.ToDateTime(time), TimeSpan.Zero);
        var (before, after) = (local - zone.GetUtcOffset(local.AddDays(-1)), local - zone.GetUtcOffset(local.AddDays(1)));
        var (early, late) = before < after ? (before, after) : (after, before);
        if (Shown(early) == local)
        {
            return early;
        }

        while (Shown(late) != local && late - early > TimeSpan.FromSeconds(1))
        {
            var middle = early.AddSeconds((long)(late - early).TotalSeconds / 2);
            (early, late) = Shown(middle) < local ? (middle, late) : (early, middle);
        }

        return late;

        DateTimeOffset Shown(DateTimeOffset instant) => new(TimeZoneInfo.ConvertTime(instant, zone).DateTime, TimeSpan.Zero);
    }

    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
