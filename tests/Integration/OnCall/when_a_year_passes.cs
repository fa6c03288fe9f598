using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>
/// A year of the team by itself, on the virtual clock: sprints are handed over at nine in the morning of Berlin, every block of every holiday is recorded
/// when it is over and put down to be paid, and a ticket is filed at once. The ledger is what a recomputation from the plan gives.
/// </summary>
[Trait("Category", "Full")]
public sealed class when_a_year_passes(PostgresServer server)
{
    static readonly DateTimeOffset start = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task sprint_duty_goes_round_and_holiday_blocks_are_worked_and_paid_for_a_year()
    {
        var team = TestTeam.Of([2026, 2027]);
        await using var system = await StillSystem.StartAsync(server, new("", "test", "UTC", "", "USD", []) { Team = team }, start);
        await MakeOverrideAsync(system, new(Guid.CreateVersion7(), "dan", "ben", new(2026, 12, 25, 8, 0, 0, TimeSpan.Zero), new(2026, 12, 25, 12, 0, 0, TimeSpan.Zero), "Family", "ben"), team);

        await system.PassToAsync(new(2027, 1, 4, 12, 0, 0, TimeSpan.Zero));

        await using var session = system.Store.QuerySession();
        var sprints = await session.Query<Sprint>().OrderBy(sprint => sprint.Number).ToListAsync();
        sprints.Count.ShouldBe(26);
        sprints.Zip(sprints.Skip(1)).ShouldAllBe(pair => pair.First.Until == pair.Second.From && pair.First.Duty != pair.Second.Duty);
        sprints.Select(sprint => TimeZoneInfo.ConvertTime(sprint.From, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).TimeOfDay).Distinct().ShouldBe([TimeSpan.FromHours(9)]);
        sprints.SkipLast(1).ShouldAllBe(sprint => sprint.Handover!.HandedOverAt == sprint.HandoverAt);

        // Holidays of 2026 that were to come when the year was planned, and New Year of 2027.
        var lines = (await session.Query<PayPeriod>().ToListAsync()).SelectMany(period => period.Lines).ToList();
        var years = await session.LoadManyAsync<HolidayYear>([.. new[] { 2026, 2027 }.Select(HolidayYear.IdOf)]);
        var worked = years.SelectMany(year => year.Days).SelectMany(day => day.Blocks.Select(block => (day, block))).Where(each => each.block.To > start && each.block.To < system.Now).ToList();
        lines.Sum(line => line.Hours).ShouldBe(worked.Sum(each => each.block.Hours));
        lines.Sum(line => line.Amount).ShouldBe(Recomputed(worked, team, (await session.LoadAsync<Overrides>(Overrides.TheId))!));
        lines.ShouldAllBe(line => line.Evidence.Count >= 2);
        years.Single(year => year.Year == 2026).Worked.Count.ShouldBe(12, "Four holidays were to come, of three blocks each.");
        (await system.TextsAsync("select kind from ep.pending_work where dead_at is not null")).ShouldBeEmpty();
    }

    // Minute by minute, which is no way to do it and so another one.
    static decimal Recomputed(IEnumerable<(PlannedHoliday Day, PlannedBlock Block)> worked, Domain.Team.Members.TeamDefinition team, Overrides overrides)
    {
        decimal sum = 0;
        foreach (var (day, block) in worked)
        {
            var multiplier = day.Holidays.Max(holiday => team.Pay!.Holidays.GetValueOrDefault(holiday.Key, team.Pay.Multiplier));
            for (var minute = block.From; minute < block.To; minute = minute.AddMinutes(1))
            {
                sum += team.Pay!.RateOf(overrides.StandInFor(block.Engineer, minute).Engineer) * multiplier / 60;
            }
        }

        return decimal.Round(sum, 4);
    }

    static Task<int> MakeOverrideAsync(StillSystem system, MakeOverride command, Domain.Team.Members.TeamDefinition team) => system.Store.InTransactionAsync("ben", async session =>
    {
        var stream = await session.Events.FetchForWriting<Overrides>(Overrides.TheId);
        var decision = MakeOverrideDecision.Decide(command, stream.Aggregate, TeamPlan.Of(team), [], system.Now);
        decision.Rejection.ShouldBeNull();
        await session.AppendAsync(stream, decision, default);
        return 0;
    }, default);
}
