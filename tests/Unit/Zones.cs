namespace EventedPipelines.Tests.Unit;

/// <summary>Zones whose clocks change at night, at midnight, by half an hour, by a whole day, or not any more.</summary>
static class Zones
{
    public static readonly TimeZoneInfo[] WithChanges =
    [
        .. new[]
        {
            "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo", "Europe/Dublin", "America/Havana", "Africa/Cairo", "Asia/Beirut", "America/Santiago",
            "Africa/Casablanca", "Antarctica/Troll", "America/Caracas", "Europe/Moscow", "UTC",
        }.Select(TimeZoneInfo.FindSystemTimeZoneById),
    ];

    /// <summary>The first instants after each change of the clock, to the minute.</summary>
    public static IEnumerable<DateTimeOffset> ChangesOf(TimeZoneInfo zone, int first, int last)
    {
        var end = new DateTimeOffset(last + 1, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var day = new DateTimeOffset(first, 1, 1, 0, 0, 0, TimeSpan.Zero); day < end; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) == zone.GetUtcOffset(day.AddDays(1)))
            {
                continue;
            }

            var (before, after) = (day, day.AddDays(1));
            while (after - before > TimeSpan.FromMinutes(1))
            {
                var middle = before.AddMinutes((int)((after - before).TotalMinutes / 2));
                (before, after) = zone.GetUtcOffset(middle) == zone.GetUtcOffset(day) ? (middle, after) : (before, middle);
            }

            yield return after;
        }
    }
}
