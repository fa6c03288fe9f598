using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using Marten;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>Two workers' processes on one database, both with every role (architecture.md, Pending work).</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_two_workers_share_a_backfill(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    const int Days = 40;
    static readonly DateOnly first = new(2026, 9, 1);
    static readonly TimeSpan mostUntilTakenOver = TimeSpan.FromSeconds(10);

    SampleSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await SampleSystem.StartAsync(await server.CreateDatabaseAsync());
        for (var day = 0; day < Days; day++)
        {
            _system.Deliver(first.AddDays(day));
        }
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task each_step_of_a_backfill_is_begun_once_and_both_workers_take_part()
    {
        await using var notices = await AttemptNotices.StartAsync(_system.Database);
        await using var one = _system.StartWorkers([]);
        await using var other = _system.StartWorkers([]);
        await Task.WhenAll(one.SaysAsync("Application started"), other.SaysAsync("Application started"));
        await _system.BackfillAsync(first, first.AddDays(Days - 1));

        await _system.FinishedAsync(Days);

        var events = await EventsAsync();
        var begun = events.OfType<AttemptStarted>().ToList();
        events.OfType<AttemptInterrupted>().ShouldBeEmpty("Nobody's lease ended.");
        begun.ShouldAllBe(attempt => attempt.Number == 1);
        begun.DistinctBy(attempt => (attempt.RunId, attempt.Step)).Count().ShouldBe(begun.Count);
        begun.CountBy(attempt => attempt.Worker).Count().ShouldBe(2);
        events.OfType<StaleResultRecorded>().ShouldBeEmpty();
        await AllIsPublishedAsync();
        output.WriteLine(string.Join(", ", begun.CountBy(attempt => attempt.Worker)));
    }

    [Fact]
    public async Task a_worker_takes_over_what_a_killed_one_held_within_ten_seconds()
    {
        await using var notices = await AttemptNotices.StartAsync(_system.Database);
        await using var victim = _system.StartWorkers([]);
        await using var survivor = _system.StartWorkers([]);
        await Task.WhenAll(victim.SaysAsync("Application started"), survivor.SaysAsync("Application started"));
        await _system.BackfillAsync(first, first.AddDays(Days - 1));
        await notices.BegunAsync(victim, count: Days);
        await victim.KillAsync();
        var killed = DateTimeOffset.UtcNow;

        await _system.FinishedAsync(Days);

        var events = await EventsAsync();
        var taken = events.OfType<AttemptStarted>().Where(attempt => attempt.Number > 1).ToList();
        output.WriteLine($"{taken.Count} steps taken over, after {string.Join(", ", taken.Select(attempt => $"{(attempt.StartedAt - killed).TotalSeconds:0.0}"))} s");
        taken.ShouldNotBeEmpty("The kill was to hit running steps.");
        taken.ShouldAllBe(attempt => attempt.Worker.EndsWith($"/{survivor.Id}") && attempt.Number == 2);
        (taken[0].StartedAt - killed).ShouldBeLessThan(mostUntilTakenOver);
        events.OfType<StaleResultRecorded>().ShouldBeEmpty("The dead report nothing.");
        await AllIsPublishedAsync();
    }

    async Task<List<object>> EventsAsync()
    {
        await using var session = _system.Store.QuerySession();
        return [.. (await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync()).Select(e => e.Data)];
    }

    async Task AllIsPublishedAsync()
    {
        await using var session = _system.Store.QuerySession();
        (await session.Query<Run>().CountAsync(run => run.Outcome == RunOutcome.Succeeded || run.Outcome == RunOutcome.SucceededWithWarnings)).ShouldBe(Days);
        await Invariants.HoldAsync(_system.Source);
    }
}
