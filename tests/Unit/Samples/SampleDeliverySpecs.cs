using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Tests.Unit.Samples;

/// <summary>What goes wrong with the sample's deliveries, and that nothing else does.</summary>
public sealed class SampleDeliverySpecs
{
    const int Seed = 1;

    static readonly DateOnly first = new(2025, 11, 24);

    static readonly string[] sources = ["orders", "activity", "expenses"];

    static readonly List<DateOnly> year = [.. Enumerable.Range(0, 365).Select(first.AddDays)];

    [Fact]
    public void the_same_day_of_the_sample_is_always_delivered_alike() =>
        year.ShouldAllBe(day => Written(day) == Written(day));

    [Fact]
    public void any_thirty_days_of_the_sample_have_every_fault()
    {
        var faults = Enum.GetValues<SampleFault>();

        Enumerable.Range(0, year.Count - 30).ShouldAllBe(from => faults.All(fault => year.Skip(from).Take(30).Any(day => Faults(day).Contains(fault))));
    }

    [Fact]
    public void most_days_of_the_sample_come_whole_as_they_close()
    {
        year.Count(day => Faults(day).All(fault => fault is SampleFault.None)).ShouldBeGreaterThan(200);
        var whole = year.Find(day => Faults(day).All(fault => fault is SampleFault.None));

        SampleDelivery.Of(Seed, whole).Select(delivery => (delivery.At, delivery.File.Path)).ShouldBe(SampleFile.Of(Seed, whole).Select(file => (Closed(whole), file.Path)));
    }

    [Fact]
    public void late_orders_come_hours_after_their_day() =>
        Of(SampleFault.Late, "orders").ShouldBe([(TimeSpan.FromHours(3), true)]);

    [Fact]
    public void very_late_orders_come_after_the_first_deadline() =>
        Of(SampleFault.VeryLate, "orders").ShouldBe([(TimeSpan.FromHours(9.5), true)]);

    [Fact]
    public void missing_activity_never_comes() =>
        Of(SampleFault.Missing, "activity").ShouldBeEmpty();

    [Fact]
    public void a_lost_file_never_comes_and_every_month_loses_the_orders_of_the_day_before_its_last()
    {
        SampleDelivery.Of(Seed, DayOf(SampleFault.Lost, "activity")).ShouldNotContain(delivery => delivery.File.Source == "activity");
        foreach (var day in year.Where(day => day.AddDays(2).Day == 1 && SampleFile.Of(Seed, day)[0].Lines.Count > 1))
        {
            SampleDelivery.Of(Seed, day).ShouldNotContain(delivery => delivery.File.Source == "orders");
        }
    }

    [Fact]
    public void a_corrected_file_comes_days_later_without_the_last_line()
    {
        var day = DayOf(SampleFault.Corrected, "orders");
        var files = SampleDelivery.Of(Seed, day).Where(delivery => delivery.File.Source == "orders").ToList();
        files.Select(delivery => delivery.At - Closed(day)).ShouldBe([TimeSpan.Zero, TimeSpan.FromDays(2.5)]);
        files[1].File.Lines.ShouldBe(files[0].File.Lines.SkipLast(1));
    }

    [Fact]
    public void a_file_that_was_left_at_its_origin_is_there_to_be_fetched()
    {
        var day = DayOf(SampleFault.LeftAtOrigin);
        var (meant, left) = (SampleFile.Of(Seed, day).Single(file => file.Source == "expenses"), SampleDelivery.Of(Seed, day).Single(delivery => delivery.File.Source == "origin"));
        (left.At, left.File.Path).ShouldBe((Closed(day), $"origin/{meant.Path}"));
        left.File.Content.ShouldBe(meant.Content);
    }

    [Fact]
    public void a_renamed_column_is_put_right_hours_later() =>
        Of(SampleFault.RenamedColumn, "expenses").ShouldBe([(TimeSpan.Zero, false), (TimeSpan.FromHours(9.5), true)]);

    [Fact]
    public void a_renamed_column_is_the_only_difference_to_the_file_that_puts_it_right()
    {
        var files = SampleDelivery.Of(Seed, DayOf(SampleFault.RenamedColumn)).Select(delivery => delivery.File).Where(file => file.Source == "expenses").ToList();

        files.Select(file => file.Lines[0]).ShouldBe(["date,expense_id,class,amount_usd", "date,expense_id,class,amount"]);
        files[0].Lines.Skip(1).ShouldBe(files[1].Lines.Skip(1));
    }

    [Fact]
    public void nothing_goes_wrong_on_a_day_on_which_nothing_is_sold() =>
        year.Where(day => SampleFile.Of(Seed, day)[0].Lines.Count == 1).ShouldAllBe(day => Faults(day).All(fault => fault == SampleFault.None));

    static List<(TimeSpan After, bool AsMeant)> Of(SampleFault fault, string source)
    {
        var day = DayOf(fault, source);
        var meant = SampleFile.Of(Seed, day).Single(file => file.Source == source);
        return [.. SampleDelivery.Of(Seed, day).Where(delivery => delivery.File.Source == source).Select(delivery => (delivery.At - Closed(day), delivery.File.Content.SequenceEqual(meant.Content)))];
    }

    static DateOnly DayOf(SampleFault fault, string source) => year.Find(day => SampleFaults.Of(Seed, source, day) == fault);

    static DateOnly DayOf(SampleFault fault) => year.Find(day => Faults(day).Contains(fault));

    static List<SampleFault> Faults(DateOnly day) => [.. sources.Select(source => SampleFaults.Of(Seed, source, day))];

    static DateTimeOffset Closed(DateOnly day) => new(day.AddDays(1), default, TimeSpan.Zero);

    static string Written(DateOnly day) => string.Concat(SampleDelivery.Of(Seed, day).Select(delivery => $"{delivery.At:O} {delivery.File.Path} {string.Join('\n', delivery.File.Lines)}"));
}
