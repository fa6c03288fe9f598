using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Work;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Work;

/// <summary>Whoever changes several rows of pending work waits for nobody with rows in hand: two that did would wait for each other.</summary>
public sealed class when_two_change_the_same_work(PostgresServer server) : IAsyncLifetime
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly string[] kinds = [WorkKind.LateData.Name];

    NpgsqlDataSource _database = null!;
    WorkLeases _leases = null!;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create((await server.CreateDatabaseAsync()).App);
        _leases = new(_database);
        await using var command = _database.CreateCommand("""
            insert into ep.pending_work (stream_id, kind, key, due, ready_at, priority, because)
            select gen_random_uuid(), 'late-data', n::text, $1, $1, n, 'x@1' from generate_series(1, 2) n
            """);
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task a_look_is_asked_for_at_work_that_nobody_holds_first_and_then_at_the_rest()
    {
        await using var other = await _database.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await TouchAsync(other, "2");

        var asked = _leases.ReadyLooksAsync(now.AddMinutes(-1), default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await ReadyAsync() < 1)
        {
            asked.IsCompleted.ShouldBeFalse();
            await Task.Delay(20, patience.Token);
        }

        await TouchAsync(other, "1");
        await transaction.CommitAsync();

        await asked;
        (await ReadyAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task work_that_ended_is_given_back_when_another_transaction_is_done_with_its_row()
    {
        var work = (await _leases.TurnAsync("me", [], kinds, 2, now, default)).Claimed;
        await using (var other = await _database.OpenConnectionAsync())
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await TouchAsync(other, "2");
            (await _leases.HeartbeatAsync("me", work, default)).ShouldBe(work.Select(held => held.Id), ignoreOrder: true, "Neither was taken by another.");
            (await _leases.TurnAsync("me", work, kinds, 2, now, default)).Busy.ShouldHaveSingleItem().Key.ShouldBe("2");
            await transaction.CommitAsync();
        }

        var turn = await _leases.TurnAsync("me", [work.Single(held => held.Key == "2")], kinds, 2, now.AddSeconds(1), default);
        turn.Busy.ShouldBeEmpty();
        turn.Claimed.ShouldHaveSingleItem().Key.ShouldBe("1", "The other one was undone a second later.");
    }

    static async Task TouchAsync(NpgsqlConnection connection, string key)
    {
        await using var command = new NpgsqlCommand("update ep.pending_work set failures = failures where key = $1", connection) { Parameters = { new() { Value = key } } };
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    async Task<long> ReadyAsync()
    {
        await using var command = _database.CreateCommand("select count(*) from ep.pending_work where ready_at < $1");
        command.Parameters.Add(new() { Value = now });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
