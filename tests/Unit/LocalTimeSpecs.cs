using System.Globalization;
using CsCheck;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit;

/// <summary>When a local time is there first (domain.md 5.1), looked for minute by minute: by the clock on the wall, not by a table of its changes.</summary>
public sealed class LocalTimeSpecs
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30")]
    [InlineData("America/New_York", "2026-03-08 02:00", "2026-03-08 07:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30")]
    [InlineData("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 10:00")]
    public void a_skipped_local_time_is_where_the_clock_lands_and_a_repeated_one_is_its_first_instant(string zone, string local, string utc) =>
        FirstAt(Time(local), TimeZoneInfo.FindSystemTimeZoneById(zone)).UtcDateTime.ShouldBe(Time(utc));

    [Fact]
    public void a_local_time_begins_at_the_first_instant_at_or_after_it() =>
        Gen.Select(Gen.Int[0, Zones.WithChanges.Length - 1], Gen.Int[1995, 2035], Gen.Int[0, 365], Gen.Int[0, 1439]).Sample(
            (zone, year, day, minute) => IsFirst(new DateTime(year, 1, 1).AddDays(day).AddMinutes(minute), Zones.WithChanges[zone]), iter: 2_000);

    [Fact]
    public void a_local_time_begins_at_its_first_instant_also_about_every_change_of_the_clock()
    {
        foreach (var zone in Zones.WithChanges)
        {
            foreach (var change in Zones.ChangesOf(zone, 1995, 2035))
            {
                var local = TimeZoneInfo.ConvertTime(change, zone).DateTime;
                foreach (var minutes in new[] { -1500, -90, -60, -45, -30, -1, 0, 1, 15, 30, 59, 60, 61, 90 })
                {
                    IsFirst(local.AddMinutes(minutes), zone);
                }
            }
        }
    }

    static void IsFirst(DateTime local, TimeZoneInfo zone)
    {
        // No clock is more than 14 hours ahead.
        var expected = new DateTimeOffset(local.AddHours(-15), TimeSpan.Zero);
        while (TimeZoneInfo.ConvertTime(expected, zone).DateTime < local)
        {
            expected = expected.AddMinutes(1);
        }

        FirstAt(local, zone).ShouldBe(expected, $"{local:yyyy-MM-dd HH:mm} in {zone.Id}");
    }

    static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    static DateTimeOffset FirstAt(DateTime local, TimeZoneInfo zone) => LocalTime.FirstAt(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone);
}
