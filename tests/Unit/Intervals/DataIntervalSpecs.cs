using CsCheck;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class DataIntervalSpecs
{
    static readonly Gen<TimeZoneInfo> zones = Gen.OneOf("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut")
        .Select(TimeZoneInfo.FindSystemTimeZoneById);

    static readonly Gen<DataInterval> dataIntervals = Gen.Select(
        Gen.Int[0, 365 * 40], Gen.Bool, (day, month) => DataInterval.Of(month ? Grain.Month : Grain.Day, new DateOnly(1995, 1, 1).AddDays(day)));

    [Fact]
    public void data_intervals_tile_time_in_every_zone() => Gen.Select(dataIntervals, zones)
        .Sample((dataInterval, zone) => dataInterval.ClosesAt(zone) == dataInterval.Next.OpensAt(zone) && dataInterval.OpensAt(zone) < dataInterval.ClosesAt(zone) || IsSkipped(dataInterval, zone));

    [Fact]
    public void the_data_interval_that_holds_its_first_instant_is_itself() => Gen.Select(dataIntervals, zones)
        .Sample((dataInterval, zone) => DataInterval.Holding(dataInterval.OpensAt(zone), dataInterval.Grain, zone) == dataInterval || IsSkipped(dataInterval, zone));

    [Fact]
    public void a_data_interval_is_read_as_it_is_written() => dataIntervals.Sample(dataInterval => DataInterval.Parse(dataInterval.ToString()) == dataInterval);

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-1")]
    [InlineData("")]
    [InlineData("today")]
    public void a_text_that_is_neither_a_day_nor_a_month_is_no_data_interval(string text) => DataInterval.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void a_day_on_which_the_clock_changes_has_23_or_25_hours()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        (DataInterval.Parse("2026-03-29").ClosesAt(berlin) - DataInterval.Parse("2026-03-29").OpensAt(berlin)).TotalHours.ShouldBe(23);
        (DataInterval.Parse("2026-10-25").ClosesAt(berlin) - DataInterval.Parse("2026-10-25").OpensAt(berlin)).TotalHours.ShouldBe(25);
    }

    [Theory]
    [InlineData("2026-11-21", "2026-11-22", false)]
    [InlineData("2026-11-22", "2026-11-21", false)]
    [InlineData("2026-11-30", "2026-11", true)]
    [InlineData("2026-11", "2026-12-01", false)]
    public void data_intervals_that_only_touch_do_not_overlap(string one, string other, bool overlap) => DataInterval.Parse(one).Overlaps(DataInterval.Parse(other)).ShouldBe(overlap);

    [Fact]
    public void none_is_before_or_after_itself()
    {
        var day = DataInterval.Parse("2026-11-21");
        bool IsBefore(DataInterval other) => day < other;
        bool IsAfter(DataInterval other) => day > other;
        (IsBefore(day), IsAfter(day), IsBefore(day.Next), IsAfter(day.Previous)).ShouldBe((false, false, true, true));
    }

    // Samoa went without 30 December 2011: the day exists on paper and has no instant.
    static bool IsSkipped(DataInterval dataInterval, TimeZoneInfo zone) =>
        zone.Id == "Pacific/Apia" && dataInterval.First <= new DateOnly(2011, 12, 31) && dataInterval.End >= new DateOnly(2011, 12, 30);
}
