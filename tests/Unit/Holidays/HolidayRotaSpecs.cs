using CsCheck;
using EventedPipelines.Domain.Team.Holidays;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>The ways of assigning a holiday (domain.md 6.2).</summary>
public sealed class HolidayRotaSpecs
{
    static readonly string[] four = Engineers[..4];

    [Theory]
    [InlineData(2024, 0, "amara bruno chiyo, davit off")]
    [InlineData(2025, 0, "davit amara bruno, chiyo off")]
    [InlineData(2026, 0, "chiyo davit amara, bruno off")]
    [InlineData(2027, 0, "bruno chiyo davit, amara off")]
    [InlineData(2024, 1, "davit amara bruno, chiyo off")]
    [InlineData(2028, 0, "amara bruno chiyo, davit off")]
    public void four_engineers_move_on_in_the_holiday_rota_every_year(int year, int offset, string expected)
    {
        var (blocks, off, _, _) = HolidayRota.ByRound(four, year, offset);
        $"{string.Join(' ', blocks)}, {off.ShouldHaveSingleItem()} off".ShouldBe(expected);
    }

    [Fact]
    public void the_rota_of_a_holiday_says_how_it_was_found_out() =>
        HolidayRota.ByRound(four, 2026, 3).Derivation.ShouldBe("position = (place + 2026 + 3) mod 4, places 0 amara, 1 bruno, 2 chiyo, 3 davit: chiyo is at 3, which is off");

    [Fact]
    public void those_with_the_least_hours_work_a_holiday_in_a_team_that_is_not_of_four()
    {
        var (blocks, off, offset, derivation) = HolidayRota.ByBalance(Engineers[..5], 2025, Hours(16, 8, 24, 8, 0), null, []);
        (string.Join(' ', blocks), string.Join(' ', off), offset).ShouldBe(("eva bruno davit", "amara chiyo", null));
        derivation.ShouldBe("least hours of holiday duty so far, ties by id: eva 0 h, bruno 8 h, davit 8 h, amara 16 h, chiyo 24 h");
    }

    [Fact]
    public void a_holiday_is_not_worked_by_the_same_engineers_as_the_year_before()
    {
        var (blocks, _, _, derivation) = HolidayRota.ByBalance(Engineers[..5], 2025, Hours(0, 0, 0, 8, 8), ["chiyo", "bruno", "amara"], []);
        blocks.ShouldBe(["amara", "bruno", "davit"], ignoreOrder: true);
        derivation.ShouldEndWith("; the same as the year before, so the last of them changes");
    }

    [Fact]
    public void an_engineer_who_is_to_rest_does_not_work_the_holiday()
    {
        var (blocks, off, _, derivation) = HolidayRota.ByBalance(Engineers[..5], 2025, Hours(0, 0, 0, 8, 8), null, ["bruno"]);
        blocks.ShouldBe(["amara", "chiyo", "davit"], ignoreOrder: true);
        off.ShouldBe(["bruno", "eva"]);
        derivation.ShouldEndWith("; bruno would have no holiday off otherwise");
    }

    [Fact]
    public void two_of_three_engineers_share_the_blocks_of_a_holiday()
    {
        var (blocks, off, _, _) = HolidayRota.ByBalance(Engineers[..3], 2026, Hours(0, 0, 0), null, []);
        (string.Join(' ', blocks), off.ShouldHaveSingleItem()).ShouldBe(("amara bruno amara", "chiyo"));
    }

    [Fact]
    public void a_holiday_keeps_its_offset_and_a_new_one_gets_what_fewest_have() =>
        HolidayRota.Offsets(["d", "new", "a", "b", "c"], key => key switch { "a" => 0, "b" => 1, "c" => 2, "d" => 3, _ => null }, _ => 0)
            .ShouldBe(new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 2, ["d"] = 3, ["new"] = 0 }, ignoreOrder: true);

    [Fact]
    public void the_offsets_that_a_year_has_given_already_count_for_a_new_holiday() => HolidayRota.Offsets(["new"], _ => null, offset => offset == 2 ? 0 : 1)["new"].ShouldBe(2);

    // Of five holidays the fourth, the only one that davit had off, is no holiday any more: the last of the two of another is davit's.
    [Fact]
    public void a_holidays_offset_moves_where_somebody_would_have_no_holiday_off() =>
        HolidayRota.Offsets(["a", "b", "c", "e"], key => key switch { "a" or "e" => 0, "b" => 1, "c" => 2, _ => null }, _ => 0)
            .ShouldBe(new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 2, ["e"] = 3 }, ignoreOrder: true);

    [Fact]
    public void no_holidays_offset_moves_where_that_helps_nobody() => HolidayRota.Offsets(["a", "b"], key => key == "a" ? 0 : 1, _ => 0).Values.ShouldBe([0, 1]);

    [Theory]
    [InlineData("", "amara bruno chiyo davit", "amara bruno chiyo davit")]
    [InlineData("davit amara", "amara davit", "davit amara")]
    [InlineData("amara bruno chiyo davit", "amara chiyo davit eva", "amara eva chiyo davit")]
    [InlineData("amara bruno chiyo davit", "amara bruno chiyo davit eva", "amara bruno chiyo davit eva")]
    [InlineData("amara bruno chiyo davit eva", "amara bruno chiyo davit", "amara bruno chiyo davit")]
    [InlineData("amara bruno chiyo davit eva", "amara chiyo davit eva", "amara eva chiyo davit")]
    [InlineData("amara bruno chiyo davit", "chiyo davit eva farid", "eva farid chiyo davit")]
    [InlineData("amara bruno chiyo davit", "bruno chiyo davit", "davit bruno chiyo")]
    public void an_engineer_who_stays_in_the_team_keeps_their_place_in_the_roster(string before, string members, string expected) =>
        string.Join(' ', HolidayRota.Roster(Ids(members), Ids(before))).ShouldBe(expected);

    [Fact]
    public void a_roster_is_its_members_each_once_and_who_can_stay_stays() =>
        Gen.Select(Gen.Shuffle(Engineers), Gen.Int[0, 7], Gen.Shuffle(Engineers), Gen.Int[0, 7]).Sample((one, many, other, more) =>
    {
        var (before, members) = (one[..many], other[..more]);
        var roster = HolidayRota.Roster(members, before);
        roster.ShouldBe(members, ignoreOrder: true);
        before.Index().Where(place => members.Contains(place.Item) && place.Index < more).All(place => roster[place.Index] == place.Item).ShouldBeTrue();
    }, iter: 1_000);

    static string[] Ids(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static Dictionary<string, decimal> Hours(params decimal[] hours) => hours.Index().ToDictionary(own => Engineers[own.Index], own => own.Item);
}
