using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Work;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Work;

public sealed class when_a_handler_fails(PostgresServer server) : IAsyncLifetime
{
    static readonly DateTimeOffset start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly string[] kinds = [WorkKind.LateData.Name];

    NpgsqlDataSource _database = null!;
    WorkLeases _leases = null!;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create((await server.CreateDatabaseAsync()).App);
        _leases = new(_database);
        await using var command = _database.CreateCommand(
            "insert into ep.pending_work (stream_id, kind, key, due, ready_at, priority, because) values (gen_random_uuid(), 'late-data', '', $1, $1, 1, 'x@1')");
        command.Parameters.Add(new() { Value = start });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task work_whose_handler_fails_stays_pending_and_is_tried_later()
    {
        await _leases.FailAsync(await ClaimAsync(start), "no disk", start, default);
        (await TurnAsync(start)).Claimed.ShouldBeEmpty();
        (await TurnAsync(start)).NextReady.ShouldBe(start.AddSeconds(1));
        (await ClaimAsync(start.AddSeconds(1))).Failures.ShouldBe(1);
    }

    [Fact]
    public async Task work_that_fails_too_often_is_dead_and_no_longer_claimed()
    {
        var now = start;
        for (var failure = 0; failure < WorkLeases.FailuresUntilDead; failure++, now = now.AddHours(1))
        {
            await _leases.FailAsync(await ClaimAsync(now), "no disk", now, default);
        }

        (await TurnAsync(now.AddYears(1))).Claimed.ShouldBeEmpty();
        await using var command = _database.CreateCommand("select error from ep.pending_work where dead_at is not null");
        (await command.ExecuteScalarAsync()).ShouldBe("no disk");
    }

    [Fact]
    public async Task work_that_its_handler_left_undone_counts_as_failed()
    {
        var work = await ClaimAsync(start);
        (await _leases.TurnAsync("me", [work], kinds, 1, start, default)).Claimed.ShouldBeEmpty();
        (await ClaimAsync(start.AddSeconds(1))).Failures.ShouldBe(1);
    }

    [Fact]
    public async Task a_look_that_found_nothing_is_no_failure()
    {
        var work = await ClaimAsync(start);
        await _leases.SnoozeAsync(work.Id, work.Fence, start.AddMinutes(1), default);
        await _leases.TurnAsync("me", [work], kinds, 1, start, default);
        (await TurnAsync(start.AddSeconds(59))).Claimed.ShouldBeEmpty();
        (await ClaimAsync(start.AddMinutes(1))).Failures.ShouldBe(0);
    }

    /// <summary>Over a large file, say: it is ready again at once.</summary>
    [Fact]
    public async Task a_look_that_takes_longer_than_it_is_put_off_for_is_no_failure()
    {
        var work = await ClaimAsync(start);
        await _leases.SnoozeAsync(work.Id, work.Fence, start.AddMinutes(1), default);
        (await _leases.TurnAsync("me", [work], kinds, 1, start.AddMinutes(5), default)).Claimed.ShouldHaveSingleItem().Failures.ShouldBe(0);
    }

    [Fact]
    public async Task a_look_that_was_asked_for_while_one_was_under_way_is_done_once_more_and_no_failure()
    {
        var work = await ClaimAsync(start);
        await _leases.SnoozeAsync(work.Id, work.Fence, start.AddMinutes(1), default);
        await _leases.ReadyLooksAsync(start, default);

        var again = (await _leases.TurnAsync("me", [work], kinds, 1, start, default)).Claimed.ShouldHaveSingleItem();
        again.Failures.ShouldBe(0);
        (await _leases.TurnAsync("me", [again], kinds, 1, start, default)).Claimed.ShouldBeEmpty("Undone now, and nobody asked for it.");
    }

    [Fact]
    public async Task every_lease_of_pending_work_has_a_larger_fence_than_the_one_before()
    {
        var first = await ClaimAsync(start);
        await _leases.FreeAsync("me", default);
        (await ClaimAsync(start)).Fence.ShouldBeGreaterThan(first.Fence);
    }

    [Fact]
    public async Task a_worker_that_lost_its_lease_can_do_nothing_with_it()
    {
        var lost = await ClaimAsync(start);
        await _leases.FreeAsync("me", default);
        var held = await ClaimAsync(start);
        await _leases.FailAsync(lost, "late", start, default);
        (await _leases.HeartbeatAsync("me", [lost], default)).ShouldBeEmpty();
        (await _leases.HeartbeatAsync("me", [held], default)).ShouldBe([held.Id]);
    }

    Task<Turn> TurnAsync(DateTimeOffset now) => _leases.TurnAsync("me", [], kinds, 1, now, default);

    async Task<LeasedWork> ClaimAsync(DateTimeOffset now) => (await TurnAsync(now)).Claimed.ShouldHaveSingleItem();
}
