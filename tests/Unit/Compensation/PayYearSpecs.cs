using CsCheck;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>
/// A pay year of four engineers: their holidays, two of them over clock changes, with 200 stand-ins of odd lengths at odd rates. The ledger equals exact
/// rational arithmetic to the cent, and every line that is corrected twice ends right (domain.md 6.4).
/// </summary>
public sealed class PayYearSpecs
{
    static readonly TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    static readonly DateTimeOffset now = At("2027-02-01T09:00Z");

    // The clock goes forward on 29 March and back on 25 October.
    static readonly Holiday[] holidays =
    [
        HolidayOn("2026-01-01", "new-year"), HolidayOn("2026-03-29", "spring"), HolidayOn("2026-05-01", "labour-day"), HolidayOn("2026-05-01", "may-day"), HolidayOn("2026-05-14", "ascension"),
        HolidayOn("2026-10-25", "autumn"), HolidayOn("2026-12-25", "christmas-day"), HolidayOn("2026-12-26", "boxing-day"),
    ];

    static readonly Gen<PayPolicy> policies = Gen.Select(Gen.Int[1, 9_999_999], Gen.Int[10_000, 40_000], Gen.Int[10_000, 60_000].Array[3], Gen.Int[1, 9_999_999].Array[3])
        .Select((rate, multiplier, own, rates) => new PayPolicy(
        "EUR", rate / 10_000m, multiplier / 10_000m, new Dictionary<string, decimal> { ["christmas-day"] = own[0] / 10_000m, ["may-day"] = own[1] / 10_000m, ["spring"] = own[2] / 10_000m },
        rates.Index().ToDictionary(each => Engineers[each.Index], each => each.Item / 10_000m)));

    // Where a stand-in begins and how long it lasts, in milliseconds: no length is a round number of anything.
    static readonly Gen<(int Holiday, int Begin, int Length, int Who, int For)[]> standIns =
        Gen.Select(Gen.Int[0, holidays.Length - 1], Gen.Int[0, 86_399_999], Gen.Int[1, 20_000_003], Gen.Int[0, 3], Gen.Int[1, 3]).Array[200];

    static readonly Gen<(int Kind, int Amount)[]> corrections = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 999_999]).Array[1000];

    [Fact]
    public void a_pay_year_equals_exact_arithmetic_to_the_cent_also_where_every_line_is_corrected_twice() =>
        Gen.Select(policies, standIns, corrections).Sample((pay, standIns, corrections) =>
        {
            var year = Year();
            var overrides = Stood(standIns);
            var team = Defined(Team(zone: "Europe/Berlin", pay: pay));
            Dictionary<DateOnly, List<PayLine>> days = [];
            foreach (var (day, block) in year.Days.SelectMany(day => day.Blocks.Select(block => (day, block))))
            {
                var worked = EndHolidayBlockDecision.Decide(new(HolidayYear.KeyOf(day.Day, block.Number), overrides), year, now).OfType<HolidayBlockWorked>().Single();
                var booked = BookDutyDecision.Decide(new(year, worked, team), null, DataInterval.Month(day.Day), now).Cast<DutyBooked>().Select(one => one.Line).ToList();
                days.TryAdd(day.Day, []);
                days[day.Day].AddRange(booked);

                var multiplier = day.Holidays.Max(holiday => pay.Holidays.TryGetValue(holiday.Key, out var own) ? own : pay.Multiplier);
                Matches(booked, [.. worked.Shifts.Select(shift => (shift.Engineer, shift.From, shift.To, pay.RateOf(shift.Engineer), multiplier))]);
                booked.Sum(line => line.Duration.Ticks).ShouldBe((block.To - block.From).Ticks);
            }

            var at = 0;
            foreach (var (day, lines) in days)
            {
                foreach (var line in lines.ToList())
                {
                    CorrectedTwice(lines, line, corrections[at++ % corrections.Length], corrections[at++ % corrections.Length], team);
                }
            }
        }, iter: 12);

    // After each correction the parts that hold are what exact arithmetic makes of them, and all lines ever booked sum to that.
    static void CorrectedTwice(List<PayLine> lines, PayLine line, (int Kind, int Amount) first, (int Kind, int Amount) second, DefinedTeam team)
    {
        foreach (var (kind, amount) in new[] { first, second })
        {
            var day = new DayOfPay(lines);
            var (refused, events) = CorrectPayDecision.Decide(new(line.LineId, ChangeOf(kind, amount, line), "It was wrong.", "test"), day, DataInterval.Parse("2027-02"), team, team, now);
            if (refused is not null)
            {
                refused.Reason.ShouldStartWith("Nothing would change");
                continue;
            }

            lines.AddRange(events.Cast<DutyBooked>().Select(booked => booked.Line));
            var after = new DayOfPay(lines);
            var holding = after.Of(line.Block).ToList();
            Matches(holding, [.. holding.Select(one => (one.Engineer, one.From, one.To, one.Rate, one.Multiplier))]);
            lines.Where(one => one.Block == line.Block).Sum(one => one.Amount).ShouldBe(holding.Sum(one => one.Amount));
            lines.Select(one => one.LineId).ShouldBeUnique();

            // The line in its place is wrong in turn; where it was only taken back, its reversal is.
            var booked = events.Cast<DutyBooked>().Select(one => one.Line).ToList();
            line = kind == 4 && line.Reverses is null ? booked[0] : booked.Find(one => one.Reverses is null)!;
        }
    }

    static PayChange ChangeOf(int kind, int amount, PayLine line) => kind switch
    {
        0 => new(Engineer: Engineers[amount % 4]),
        1 => new(Rate: amount / 10_000m),
        2 => new(Multiplier: 1 + (amount / 10_000m)),
        3 => new(To: line.From.AddTicks(1 + ((line.Ticks - 1) * amount / 1_000_000))),
        _ => new(),
    };

    static void Matches(IReadOnlyList<PayLine> lines, IReadOnlyList<(string, DateTimeOffset, DateTimeOffset, decimal, decimal)> worked) =>
        lines.Select(line => (line.Engineer, line.From, (long)(line.Amount * 100))).Order().ShouldBe(worked.Count == 0 ? [] : Exactly.Shared(worked).Order());

    static HolidayYear Year() => HolidayYear.Fold(null, PlanHolidaysDecision.Decide(
        new(2026, Defined(Team(zone: "Europe/Berlin")), Calendar(holidays), null, "test"), null, Day("2025-12-01"), At("2025-12-01T09:00Z")).Events.ShouldHaveSingleItem())!;

    // Those that do not go together are refused, as they would be.
    static Overrides Stood((int Holiday, int Begin, int Length, int Who, int For)[] standIns)
    {
        var state = Overrides.None;
        foreach (var (number, one) in standIns.Index())
        {
            var from = LocalTime.FirstAt(holidays[one.Holiday].Date, TimeOnly.MinValue, berlin).AddMilliseconds(one.Begin);
            var (engineer, insteadOf) = (Engineers[one.Who], Engineers[(one.Who + one.For) % 4]);
            var (_, events) = MakeOverrideDecision.Decide(
                new(new Guid(number + 1, 0, 0, new byte[8]), engineer, insteadOf, from, from.AddMilliseconds(one.Length), "odd", "test"), state, Team(), [], At("2025-12-01T09:00Z"));
            state = events.Aggregate(state, (known, e) => Overrides.Fold(known, e)!);
        }

        return state;
    }
}
