namespace EventedPipelines.Domain.Holidays;

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

    static DateTimeOffset At(DateOnly day, int block, TimeZoneInfo zone) =>
        block == Count ? LocalTime.FirstAt(day.AddDays(1), TimeOnly.MinValue, zone) : LocalTime.FirstAt(day, new(block * Hours, 0), zone);
}
