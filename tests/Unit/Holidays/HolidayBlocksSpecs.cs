using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>A day in three blocks of local time (domain.md 6.1).</summary>
public sealed class HolidayBlocksSpecs
{
    static IReadOnlyList<PlannedBlock> Of(string day, string zone) => HolidayBlocks.Of(Day(day), TimeZoneInfo.FindSystemTimeZoneById(zone), Engineers[..3]);

    [Fact]
    public void each_block_of_a_holiday_is_worked_by_one_engineer_in_their_order() =>
        Of("2026-12-25", "Europe/Berlin").ShouldBe(
        [
            new(1, At("2026-12-25T00:00+01:00"), At("2026-12-25T08:00+01:00"), "amara"),
            new(2, At("2026-12-25T08:00+01:00"), At("2026-12-25T16:00+01:00"), "bruno"),
            new(3, At("2026-12-25T16:00+01:00"), At("2026-12-26T00:00+01:00"), "chiyo"),
        ]);

    [Theory]
    [InlineData("2026-03-29", "Europe/Berlin", 7, 8, 8)]
    [InlineData("2026-10-25", "Europe/Berlin", 9, 8, 8)]
    [InlineData("2026-03-08", "America/New_York", 7, 8, 8)]
    [InlineData("2026-11-01", "America/New_York", 9, 8, 8)]
    [InlineData("2018-11-04", "America/Sao_Paulo", 7, 8, 8)]
    [InlineData("2018-02-17", "America/Sao_Paulo", 8, 8, 9)]
    [InlineData("2026-10-04", "Australia/Lord_Howe", 7.5, 8, 8)]
    [InlineData("2026-04-05", "Australia/Lord_Howe", 8.5, 8, 8)]
    [InlineData("2011-12-30", "Pacific/Apia", 0, 0, 0)]
    [InlineData("2011-12-31", "Pacific/Apia", 8, 8, 8)]
    public void a_holiday_block_that_spans_a_clock_change_is_shorter_or_longer(string day, string zone, double first, double second, double third) =>
        Of(day, zone).Select(block => block.Hours).ShouldBe([(decimal)first, (decimal)second, (decimal)third]);

    [Fact]
    public void every_minute_of_a_holiday_is_in_one_block_also_where_the_clock_changes()
    {
        foreach (var zone in Zones.WithChanges)
        {
            foreach (var change in Zones.ChangesOf(zone, 2008, 2030))
            {
                var about = LocalTime.DayOf(change, zone);
                for (var day = about.AddDays(-1); day <= about.AddDays(1); day = day.AddDays(1))
                {
                    IsCoveredOnce(day, zone);
                }
            }
        }
    }

    // By the clock on the wall: the minutes at which it shows the day are those of the blocks.
    static void IsCoveredOnce(DateOnly day, TimeZoneInfo zone)
    {
        var blocks = HolidayBlocks.Of(day, zone, Engineers[..3]);
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        for (var instant = midnight.AddHours(-15); instant < midnight.AddHours(40); instant = instant.AddMinutes(10))
        {
            var expected = LocalTime.DayOf(instant, zone) == day ? 1 : 0;
            if (blocks.Count(block => block.From <= instant && instant < block.To) != expected)
            {
                Assert.Fail($"{instant:u} is not covered {expected} times in {zone.Id}.");
            }
        }
    }
}
