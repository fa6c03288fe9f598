using EventedPipelines.Domain.Team.Holidays;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>Where balances decide who works, the blocks turn with the years, so that nobody has every night (domain.md 6.2).</summary>
public sealed class BlocksTurnSpecs
{
    static IReadOnlyList<string> Blocks(int engineers, int year) => HolidayRota.ByBalance(Engineers[..engineers], year, new Dictionary<string, decimal>(), null, []).Blocks;

    [Fact]
    public void three_of_five_engineers_have_another_block_each_year_and_the_first_again_after_three()
    {
        Blocks(5, 2026).ShouldBe(["bruno", "chiyo", "amara"]);
        Blocks(5, 2027).ShouldBe(["chiyo", "amara", "bruno"]);
        Blocks(5, 2029).ShouldBe(Blocks(5, 2026));
    }

    [Fact]
    public void the_first_by_balance_of_two_engineers_works_two_blocks_of_a_holiday_every_year() => (Blocks(3, 2026), Blocks(3, 2027)).ShouldSatisfyAllConditions(
        both => both.Item1.ShouldBe(["amara", "bruno", "amara"]), both => both.Item2.ShouldBe(["amara", "bruno", "amara"]));
}
