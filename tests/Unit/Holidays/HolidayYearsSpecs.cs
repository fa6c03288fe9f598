using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Tests.Unit.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>What holds over many years of holidays (domain.md 6.1 to 6.3), whose dates move and whose order changes.</summary>
public sealed class HolidayYearsSpecs
{
    const int HowMany = 15;

    // Two blocks, and an hour at either end for a change of the clock.
    const decimal LargestDifference = 18;

    static readonly string[] keys = [.. Enumerable.Range(0, 12).Select(number => $"h{number}")];

    // A shuffle a year: in which order the holidays come.
    static readonly Gen<(TimeZoneInfo Zone, int Year, int Count, string[][] Orders, int[] Days)> years =
        Gen.Select(Zone, Gen.Int[2000, 2020], Gen.Int[1, 12], Gen.Shuffle(keys).Array[HowMany], Gen.Int[0, 364].Array[13]);

    [Fact]
    public void in_a_team_of_four_each_works_each_block_of_a_holiday_and_is_off_once_in_four_years() => years.Sample(
        generated =>
        {
            var (zone, first, count, orders, days) = generated;
            var history = new HolidayHistory(zone);
            for (var year = 0; year < HowMany; year++)
            {
                // The same holidays every year, on other days and in another order.
                var why = history.Plan(first + year, Engineers[..4], HolidayHistory.Holidays(first + year, [.. orders[year].Where(key => Array.IndexOf(keys, key) < count)], days[(year % 10)..]));
                (why is null).ShouldBe(count >= 4);
            }

            foreach (var holiday in keys.Take(history.Years.Count == 0 ? 0 : count))
            {
                for (var from = 0; from + 4 <= HowMany; from++)
                {
                    GoesRound([.. history.Years[from..(from + 4)].Select(year => year.Days.Single(day => day.Has(holiday)))]);
                }
            }

            history.Years.ShouldAllBe(year => year.Roster.All(id => year.Days.Any(day => day.Off.Contains(id))));
        }, iter: 100);

    // They share days, and come and go. An offset changes only where somebody would have no holiday off.
    [Fact]
    public void four_engineers_go_round_also_after_a_year_in_which_a_holiday_shared_its_day_or_was_none() => Gen.Select(years, Gen.Int[0, 40].Array[12 * HowMany]).Sample(
        (generated, days) =>
        {
            var (zone, first, _, _, _) = generated;
            var history = new HolidayHistory(zone);
            for (var year = 0; year < HowMany; year++)
            {
                // 30 of the 41 are days, the others leave it out.
                var holidays = keys.Select((key, at) => (Key: key, Day: days[(year * 12) + at])).Where(holiday => holiday.Day < 30)
                    .Select(holiday => new Holiday(holiday.Key, new DateOnly(first + year, 3, 1).AddDays(holiday.Day * 7), holiday.Key)).ToList();
                var before = history.Years.Count == 0 ? null : history.Years[^1];
                if (history.Plan(first + year, Engineers[..4], holidays) is not null)
                {
                    holidays.Select(holiday => holiday.Date).Distinct().Count().ShouldBeLessThan(4);
                    return;
                }

                var planned = history.Years[^1];
                var moved = planned.Days.Where(day => before?.Offsets.TryGetValue(day.Holidays[0].Key, out var offset) is true && offset != day.Offset).ToList();
                if (moved.Count > 0)
                {
                    var kept = planned.Days.Select(day => before!.Offsets.TryGetValue(day.Holidays[0].Key, out var offset) ? offset : day.Offset).Distinct().Count();
                    kept.ShouldBeLessThan(4, "Somebody would have had none.");
                }

                before?.Offsets.Keys.Except(planned.Offsets.Keys).ShouldBeEmpty();
            }

            foreach (var holiday in keys)
            {
                for (var from = 0; from + 4 <= history.Years.Count; from++)
                {
                    var four = history.Years[from..(from + 4)].Select(year => year.Days.Find(day => day.Holidays[0].Key == holiday)).OfType<PlannedHoliday>().ToList();
                    if (four.Count == 4 && four.Select(day => day.Offset).Distinct().Count() == 1)
                    {
                        GoesRound(four);
                    }
                }
            }
        }, iter: 100);

    [Fact]
    public void balances_of_holiday_duty_differ_by_two_blocks_at_most_in_a_team_that_is_not_of_four() => CheckBalances(25);

    [Fact]
    [Trait("Category", "Full")]
    public void balances_of_holiday_duty_differ_by_two_blocks_at_most_over_hundreds_of_histories() => CheckBalances(300);

    static void CheckBalances(long iterations) => Gen.Select(years, Gen.OneOf(Gen.Const(3), Gen.Int[5, 7])).Sample(
        (generated, engineers) =>
        {
            var (zone, first, count, orders, days) = generated;
            var history = new HolidayHistory(zone);
            for (var year = 0; year < HowMany; year++)
            {
                var before = history.Years.Count == 0 ? null : history.Years[^1];
                var why = history.Plan(first + year, Engineers[..engineers],
                    HolidayHistory.Holidays(first + year, [.. orders[year].Where(key => Array.IndexOf(keys, key) < count)], days[(year % 10)..]));

                // As many as are off on a holiday, times the holidays: so many can have one off.
                var most = engineers - Math.Min(3, engineers - 1);
                (why is null).ShouldBe(count * most >= engineers, why);
                if (why is not null)
                {
                    Engineers[..engineers].Count(id => why.Contains(NameOf(id), StringComparison.Ordinal)).ShouldBe(engineers - (count * most));
                    return;
                }

                Fair(history.Years[^1], before, engineers);
            }
        }, iter: iterations);

    static void Fair(HolidayYear year, HolidayYear? before, int engineers)
    {
        (year.Balances.Max(balance => balance.Hours) - year.Balances.Min(balance => balance.Hours)).ShouldBeLessThanOrEqualTo(LargestDifference);
        foreach (var id in Engineers[..engineers])
        {
            year.Days.ShouldContain(day => day.Off.Contains(id));
        }

        HashSet<string> rested = [];
        foreach (var day in year.Days)
        {
            Workers(day).Count.ShouldBe(Math.Min(3, engineers - 1));
            Workers(day).Overlaps(day.Off).ShouldBeFalse();
            (Workers(day).Count + day.Off.Count).ShouldBe(engineers);
            var last = before?.Days.Find(other => other.Has(day.Holidays[0].Key));
            if (last is not null && Workers(last).SetEquals(Workers(day)))
            {
                day.Off.ShouldAllBe(id => !rested.Contains(id), "Anybody else would have had no holiday off.");
            }

            rested.UnionWith(day.Off);
        }
    }

    // As a system goes through them: time passes, holidays come, go and move, engineers come and go.
    [Fact]
    public void holiday_rotas_stay_as_planned_and_carry_hours_over_through_dozens_of_lives_of_a_team() => CheckLives(15);

    [Fact]
    [Trait("Category", "Full")]
    public void holiday_rotas_stay_as_planned_and_carry_hours_over_through_a_hundred_lives_of_a_team() => CheckLives(100);

    static readonly Gen<(int Kind, int Amount, int[] Days)> acts = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 200], Gen.Int[0, 364].Array[6, 10]);

    static void CheckLives(long iterations) => Gen.Select(Zone, Gen.Int[2008, 2024], Gen.Int[0, 364].Array[6, 10], acts.Array[5, 40]).Sample(
        (zone, first, days, what) =>
        {
            var start = new DateOnly(first, 1, 7);
            var model = new RotationModel(zone, new(Engineers[..2], start, new(9, 0)), Calendar(Holidays(first, days)), LocalTime.FirstAt(start, new(12, 0), zone), plansHolidays: true);
            model.Hire(Engineers[..4]);
            foreach (var (kind, amount, moved) in what)
            {
                var (before, today) = (model.Years.Values.ToList(), model.Today);
                switch (kind)
                {
                    case 0:
                        model.Import(Holidays(first, moved));
                        break;
                    case 1:
                        model.Hire([.. Engineers.Index().Where(engineer => (amount & (1 << engineer.Index)) != 0 || engineer.Index == amount % 7).Select(engineer => engineer.Item)]);
                        break;
                    case 2:
                        model.Hire(Engineers[..(3 + (amount % 5))]);
                        break;
                    default:
                        model.PassTo(model.Now.AddDays(amount / (1 + (kind % 3))), isDown: false);
                        break;
                }

                StaysOrIsSilent(model, before, today);
            }
        }, iter: iterations);

    static void StaysOrIsSilent(RotationModel model, List<HolidayYear> before, DateOnly today)
    {
        foreach (var was in before)
        {
            var year = model.Years[was.Year];
            was.Days.Where(day => day.Day <= today).ShouldAllBe(day => year.Days.Contains(day), "What has begun is not planned anew.");
        }

        foreach (var year in model.Years.Values.Where(year => year.Year >= model.Today.Year))
        {
            var (refused, events) = model.Plan(year.Year);
            events.ShouldBeEmpty("All is planned.");
            if (refused is null)
            {
                CarriesOver(year, model.Years.GetValueOrDefault(year.Year - 1));
                string[] everybody = [.. model.Team.Members.Select(member => member.Id).Order()];
                year.Days.Where(day => day.Day > model.Today).ShouldAllBe(day => Workers(day).Concat(day.Off).Order().SequenceEqual(everybody));
            }
        }
    }

    // Hours are those of the year before and of the year itself, of whoever was there before.
    static void CarriesOver(HolidayYear year, HolidayYear? before)
    {
        foreach (var balance in before?.Balances ?? [])
        {
            var own = year.Days.SelectMany(day => day.Blocks).Where(block => block.Engineer == balance.Engineer).Sum(block => block.Hours);
            year.Balances.Single(other => other.Engineer == balance.Engineer).Hours.ShouldBe(balance.Hours + own);
        }
    }

    [Fact]
    public void everybody_keeps_their_place_and_hours_when_a_team_grows_from_four_to_five_and_back()
    {
        var history = new HolidayHistory(TimeZoneInfo.Utc);
        int[] days = [.. Enumerable.Range(0, 13)];
        string[][] teams = [Engineers[..4], Engineers[..5], ["amara", "chiyo", "davit", "eva"]];
        foreach (var (at, team) in teams.Index())
        {
            history.Plan(2026 + at, team, HolidayHistory.Holidays(2026 + at, keys[..6], days)).ShouldBeNull();
        }

        history.Years.Select(year => string.Join(' ', year.Roster)).ShouldBe(["amara bruno chiyo davit", "amara bruno chiyo davit eva", "amara eva chiyo davit"]);
        history.Years[2].Offsets.ShouldBe(history.Years[0].Offsets, ignoreOrder: true);
        history.Years[2].Balances.Sum(balance => balance.Hours).ShouldBe((3 * 6 * 24) + Joined());
        history.Years[2].Balances.Single(balance => balance.Engineer == "bruno").ShouldBe(history.Years[1].Balances.Single(balance => balance.Engineer == "bruno"));

        decimal Joined() => history.Years[0].Balances.Min(balance => balance.Hours);
    }

    static IEnumerable<Holiday> Holidays(int first, int[] days) =>
        Enumerable.Range(first - 1, 20).SelectMany(year => days.Select((day, number) => new Holiday($"h{number}", new DateOnly(year, 1, 1).AddDays((day + (year * 7)) % 365), $"H{number}")));

    static void GoesRound(IReadOnlyList<PlannedHoliday> four)
    {
        foreach (var id in Engineers[..4])
        {
            four.Select(day => day.Off.Contains(id) ? 0 : day.Blocks.Single(block => block.Engineer == id).Number).ShouldBe([0, 1, 2, 3], ignoreOrder: true);
        }
    }

    static HashSet<string> Workers(PlannedHoliday day) => [.. day.Blocks.Select(block => block.Engineer)];
}
