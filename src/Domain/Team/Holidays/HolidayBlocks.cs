using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>The three blocks of a day: 00-08, 08-16 and 16-24 local time (domain.md 6.1).</summary>
public static class HolidayBlocks
{
    public const int Count = 3;

    const int Hours = 8;

    /// <param name="day">The day.</param>
    /// <param name="zone">The team's.</param>
    /// <param name="engineers">Who works them, in their order.</param>
    public static IReadOnlyList<PlannedBlock> Of(DateOnly day, TimeZoneInfo zone, IReadOnlyList<string> engineers) =>
        [.. Enumerable.Range(0, Count).Select(block => new PlannedBlock(block + 1, At(day, block, zone), At(day, block + 1, zone), engineers[block]))];

    /// <summary>The day and the number of the block that an instant is in.</summary>
    public static (DateOnly Day, int Block) Holding(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var day = LocalTime.DayOf(instant, zone);
        return (day, Enumerable.Range(1, Count).Last(block => block == 1 || At(day, block - 1, zone) <= instant));
    }

    /// <summary>Why a stretch of time is not one that somebody has worked in a block; null where it is.</summary>
    public static string? WhyNotIn(DateOnly day, int block, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var (begin, end) = (At(day, block - 1, zone), At(day, block, zone));
        return to <= from ? "It ends after it begins."
            : to > now ? "It is not over: what was worked is booked when it was."
            : from < begin || to > end ? $"It is not within one block of the day, here {begin.UtcDateTime:yyyy-MM-dd HH:mm} to {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC: each block has lines of its own."
            : null;
    }

    static DateTimeOffset At(DateOnly day, int block, TimeZoneInfo zone) =>
        block == Count ? LocalTime.FirstAt(day.AddDays(1), TimeOnly.MinValue, zone) : LocalTime.FirstAt(day, new(block * Hours, 0), zone);
}
