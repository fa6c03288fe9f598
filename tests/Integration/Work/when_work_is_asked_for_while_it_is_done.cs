using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Work;

/// <summary>What is done was begun before it was asked for: it is done once more, at once, and is no failure.</summary>
[Trait("Category", "Full")]
public sealed class when_work_is_asked_for_while_it_is_done(PostgresServer server) : IAsyncLifetime
{
    // Far from now, so that the workers' own dispatchers leave it alone.
    static readonly DateTimeOffset due = new(2050, 3, 1, 3, 0, 0, TimeSpan.Zero);
    static readonly string[] kinds = [WorkKind.Turn.Name];

    readonly Guid _stream = Guid.NewGuid();
    RunningWorkers _workers = null!;

    NpgsqlDataSource Database => _workers.Services.GetRequiredService<NpgsqlDataSource>();

    WorkLeases Leases => _workers.Services.GetRequiredService<WorkLeases>();

    public async ValueTask InitializeAsync() => _workers = await RunningWorkers.StartAsync(server);

    public async ValueTask DisposeAsync() => await _workers.DisposeAsync();

    [Fact]
    public async Task a_turn_is_looked_at_again_when_the_run_before_ends()
    {
        await OweAsync("x@1");
        var work = await ClaimAsync([]);
        await Leases.SnoozeAsync(work.Id, work.Fence, due.AddSeconds(30), default);
        await ChangeAsync(session => Turns.ReadyNextAfter(session, RunOf("2026-03-01")));

        (await ClaimAsync([work])).Failures.ShouldBe(0);
    }

    [Fact]
    public async Task a_turn_is_not_looked_at_again_when_a_later_run_ends()
    {
        await OweAsync("x@1");
        var work = await ClaimAsync([]);
        await Leases.SnoozeAsync(work.Id, work.Fence, due.AddSeconds(30), default);
        await ChangeAsync(session => Turns.ReadyNextAfter(session, RunOf("2026-03-02")));

        (await Leases.TurnAsync("me", [work], kinds, 1, due, default)).Claimed.ShouldBeEmpty();
    }

    [Fact]
    public async Task work_that_is_owed_anew_while_it_is_done_is_done_again()
    {
        await OweAsync("x@1");
        var work = await ClaimAsync([]);
        await OweAsync("x@2");

        (await ClaimAsync([work])).Failures.ShouldBe(0);
    }

    [Fact]
    public async Task a_run_does_not_look_whether_it_is_its_turn_while_another_of_the_pipeline_ends()
    {
        await ChangeAsync(session => session.Store(RunOf("2026-03-01")));
        await using var mine = await Database.OpenConnectionAsync();
        (await Turns.IsBehindAsync(mine, RunOf("2026-03-02"), null, default)).ShouldBeTrue();

        await using var its = await Database.OpenConnectionAsync();
        await using var transaction = await its.BeginTransactionAsync();
        await using var end = new NpgsqlCommand("""
            call ep.ready_next_turn('shop', 'shop 2026-03-01'); update ep.mt_doc_run set data = data || '{"outcome":"Succeeded"}'
            """, its);
        await end.ExecuteNonQueryAsync();

        var look = Turns.IsBehindAsync(mine, RunOf("2026-03-02"), null, default);
        await using (var other = await Database.OpenConnectionAsync())
        {
            (await Turns.IsBehindAsync(other, RunOf("2026-03-02") with { Pipeline = "books" }, null, default)).ShouldBeFalse();
        }

        await transaction.CommitAsync();
        (await look).ShouldBeFalse("It has ended.");
    }

    static Run RunOf(string day) => new(Guid.NewGuid(), Guid.NewGuid(), "shop", "profit", DataInterval.Parse(day), 1, 1, new([], false, [], false), due);

    Task OweAsync(string because) => ChangeAsync(session =>
        PendingWorkTable.Reconcile(session, _stream, [new(WorkKind.Turn, RunWork.TurnKey(RunOf("2026-03-02")), due, because)]));

    async Task ChangeAsync(Action<IDocumentSession> change)
    {
        await using var session = _workers.Store.LightweightSession();
        change(session);
        await session.SaveChangesAsync();
    }

    async Task<LeasedWork> ClaimAsync(LeasedWork[] ended) => (await Leases.TurnAsync("me", ended, kinds, 1, due, default)).Claimed.ShouldHaveSingleItem();
}
