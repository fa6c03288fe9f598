using CsCheck;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Tests.Unit.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>
/// The ledger over years of holidays, overrides, changes of calendar and team, corrections and closed months comes to what all of that comes to from
/// scratch (domain.md 6.4).
/// </summary>
public sealed class LedgerSpecs
{
    static readonly Gen<(int Kind, int Amount, int Other)[]> acts = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1500], Gen.Int[0, 100]).Array[10, 60];

    static readonly Gen<PayPolicy> policies = Gen.Select(Gen.Int[1, 999_999], Gen.Int[10_000, 40_000], Gen.Int[10_000, 40_000].Array[8], Gen.Int[1, 999_999].Array[3])
        .Select((rate, multiplier, own, rates) => new PayPolicy(
        "EUR", rate / 10_000m, multiplier / 10_000m, own.Take(4).Index().ToDictionary(each => $"h{each.Index}", each => each.Item / 10_000m), rates.Index()
            .ToDictionary(each => Engineers[each.Index], each => each.Item / 10_000m)));

    [Fact]
    public void the_ledger_comes_to_what_all_duty_comes_to_from_scratch() => Check(25);

    [Fact]
    [Trait("Category", "Full")]
    public void the_ledger_comes_to_what_all_duty_comes_to_from_scratch_over_a_hundred_lives() => Check(100);

    static void Check(long iterations) => Gen.Select(Zone, Gen.Int[2008, 2024], Gen.Int[0, 364].Array[8], policies, acts).Sample(
        (zone, year, days, pay, what) =>
        {
            var first = new DateOnly(year, 1, 7);
            var rota = new RotationModel(zone, new(Engineers[..2], first, new(9, 0)), Calendar(Holidays(year, days)), LocalTime.FirstAt(first, new(12, 0), zone), plansHolidays: true);
            rota.Hire(Engineers[..4]);
            var ledger = new LedgerModel(rota, pay);
            foreach (var (number, act) in what.Index())
            {
                Act(rota, ledger, act, number, year, days);
                ledger.PassTo(rota.Now.AddMinutes(1));
            }

            ComesTo(rota, ledger, pay);
            IsInOrder(ledger);
        }, iter: iterations);

    // Two of the holidays are on one day.
    static IEnumerable<Holiday> Holidays(int first, int[] days) =>
        Enumerable.Range(first, 12)
            .SelectMany(year => days.Append(days[0]).Select((day, number) => new Holiday($"h{number}", new DateOnly(year, 1, 1).AddDays((day + (year * 7)) % 365), $"H{number}")));

    static void Act(RotationModel rota, LedgerModel ledger, (int Kind, int Amount, int Other) act, int number, int year, int[] days)
    {
        var lines = ledger.Lines.ToList();
        switch (act.Kind)
        {
            case 0:
                rota.Hire(Engineers[..(3 + (act.Amount % 5))]);
                break;
            case 1:
                rota.Import(Holidays(year, [.. days.Select(day => day + act.Other)]));
                break;
            case 2 when rota.Overrides.All.Count > 0:
                rota.CallOff(rota.Overrides.All[^1].Id);
                break;
            case 3 or 4 when lines.Count > 0:
                ledger.Correct(lines[act.Amount % lines.Count], new(act.Other > 70 ? null : Engineers[act.Other % 7]));
                break;
            case 5 when lines.Count > 0:
                ledger.Close(DataInterval.Month(lines[act.Amount % lines.Count].Day));
                break;
            case 6 or 7 or 8:
                rota.StandIn(new Guid(number + 1, 0, 0, new byte[8]), Engineers[act.Other % 4], Engineers[(act.Other + 1) % 4], rota.Now.AddMinutes(act.Amount * 7),
                    rota.Now.AddMinutes((act.Amount * 7) + (act.Other * 300) + 1));
                break;
            default:
                ledger.PassTo(rota.Now.AddHours(act.Amount));
                break;
        }
    }

    // Minute by minute: who was there by the overrides, in the blocks of the days that are over. Then the corrections, one after the other.
    static void ComesTo(RotationModel rota, LedgerModel ledger, PayPolicy pay)
    {
        var owed = new Dictionary<(DateTimeOffset From, DateTimeOffset To), (string? Engineer, decimal Multiplier, string Block)>();
        var over =
            from year in rota.Years.Values
            from day in year.Days
            from block in day.Blocks
            where year.FirstPlannedAt < block.To && block.To <= rota.Now
            select (day, block);
        foreach (var (day, block) in over)
        {
            var multiplier = day.Holidays.Max(holiday => pay.Holidays.TryGetValue(holiday.Key, out var own) ? own : pay.Multiplier);
            var (from, before) = (block.From, rota.Overrides.StandInFor(block.Engineer, block.From));
            for (var minute = block.From; minute <= block.To; minute = minute.AddMinutes(1))
            {
                var now = rota.Overrides.StandInFor(block.Engineer, minute);
                if (from < minute && (minute == block.To || now.Engineer != before.Engineer || !now.By.SequenceEqual(before.By)))
                {
                    owed[(from, minute)] = (before.Engineer, multiplier, $"{day.Day:yyyy-MM-dd}-{block.Number}");
                    (from, before) = (minute, now);
                }
            }
        }

        foreach (var (from, to, engineer) in ledger.Corrections)
        {
            owed[(from, to)] = owed[(from, to)] with { Engineer = engineer };
        }

        var expected = owed.Where(duty => duty.Value.Engineer is not null).GroupBy(duty => duty.Value.Block)
            .SelectMany(block => Exactly.Shared([.. block.Select(duty => (duty.Value.Engineer!, duty.Key.From, duty.Key.To, pay.RateOf(duty.Value.Engineer!), duty.Value.Multiplier))])).ToList();
        foreach (var engineer in Engineers)
        {
            ledger.Lines.Where(line => line.Engineer == engineer).Sum(line => line.Amount).ShouldBe(expected.Where(part => part.Engineer == engineer).Sum(part => part.Cents) / 100m, engineer);
        }
    }

    static void IsInOrder(LedgerModel ledger)
    {
        var lines = ledger.Lines.ToList();
        lines.Select(line => line.LineId).ShouldBeUnique();
        lines.Where(line => line.Reverses is not null).Select(line => line.Reverses!.Value).ShouldBeUnique();
        foreach (var reversal in lines.Where(line => line.Reverses is not null))
        {
            var line = lines.Single(line => line.LineId == reversal.Reverses);
            (line.Amount + reversal.Amount, line.Hours + reversal.Hours, line.Reverses).ShouldBe((0, 0, null));
        }

        lines.ShouldAllBe(line => decimal.Round(line.Amount, 2) == line.Amount);
        foreach (var (month, closed) in ledger.Closed)
        {
            ledger.Ledgers.Single(other => other.Period == month).ShouldBe(closed, "A closed month stays as it was.");
            closed.Closed!.Total.ShouldBe(closed.Lines.Sum(line => line.Amount));
        }

        ledger.Ledgers.ShouldAllBe(other => other.Lines.TrueForAll(line => DataInterval.Month(line.Day) <= other.Period));
    }
}
