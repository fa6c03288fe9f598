using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>A block is worth what it is worth, and its parts sum to it (domain.md 2.10, 6.4).</summary>
public sealed class BlockAmountsSpecs
{
    static readonly DateTimeOffset begin = At("2026-12-25T08:00Z");

    static BookMissingDuty Worked(string engineer, double from, double to, decimal rate) => new(engineer, begin.AddMinutes(from), begin.AddMinutes(to), null, rate, 1m, "Nobody booked it.", "amara");

    // One after the other, each as somebody says so.
    static IReadOnlyList<PayLine> Book(params BookMissingDuty[] worked) => worked.Aggregate((IReadOnlyList<PayLine>)[], (lines, one) =>
    [
        .. lines,
        .. BookMissingDutyDecision.Decide(
            one, new(lines), null, Calendar(HolidayOn("2026-12-25", "christmas-day")), DataInterval.Parse("2027-01"),
            Defined(Team(pay: new("EUR", 60m, 2m, new Dictionary<string, decimal>(), new Dictionary<string, decimal>()))), At("2027-01-15T09:00Z")).Events.Cast<DutyBooked>()
                .Select(booked => booked.Line),
    ]);

    static IEnumerable<(string, decimal)> Held(IReadOnlyList<PayLine> lines) =>
        new DayOfPay(lines).Of(2).OrderBy(line => line.Engineer, StringComparer.Ordinal).Select(line => (line.Engineer, line.Amount));

    // 20 and 40 minutes at 1.00: a third and two thirds of a cent are over.
    [Fact]
    public void the_odd_cent_of_a_block_goes_to_the_larger_remainder() => Held(Book(Worked("amara", 0, 20, 1m), Worked("bruno", 20, 60, 1m))).ShouldBe([("amara", 0.33m), ("bruno", 0.67m)]);

    [Fact]
    public void the_odd_cent_of_a_block_goes_to_the_larger_remainder_whoever_was_booked_first() =>
        Held(Book(Worked("bruno", 20, 60, 1m), Worked("amara", 0, 20, 1m))).ShouldBe([("amara", 0.33m), ("bruno", 0.67m)]);

    [Fact]
    public void the_odd_cent_of_a_block_goes_to_the_first_by_name_of_the_same_remainder() =>
        Held(Book(Worked("bruno", 0, 90, 0.01m), Worked("amara", 90, 180, 0.01m))).ShouldBe([("amara", 0.02m), ("bruno", 0.01m)]);

    [Fact]
    public void no_amount_of_a_block_is_too_large_for_its_cents() => Held(Book(Worked("amara", 0, 480, 10_000_000m))).ShouldBe([("amara", 80_000_000.00m)]);

    [Fact]
    public void a_pay_line_whose_cents_moved_is_corrected_where_it_stands_now()
    {
        var lines = Book(Worked("bruno", 0, 90, 0.01m), Worked("amara", 90, 180, 0.01m));
        var terms = Defined(Team());
        var (refused, events) = CorrectPayDecision.Decide(
            new(lines[0].LineId, new(), "Bruno was not there.", "amara"), new(lines), DataInterval.Parse("2027-01"), terms, terms, At("2027-01-15T09:00Z"));
        refused.ShouldBeNull();
        var moved = lines.Single(line => line.Corrects == lines[0].LineId);
        events.Cast<DutyBooked>().ShouldContain(booked => booked.Line.Reverses == moved.LineId);
    }
}
