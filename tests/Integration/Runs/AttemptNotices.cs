using System.Collections.Concurrent;
using System.Globalization;
using EventedPipelines.Tests.Integration.Hosts;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>
/// Says which process began an attempt of a step, as soon as it is committed: by a trigger in the test's database, because the product's
/// own notices are debounced and a short step would be over.
/// </summary>
sealed class AttemptNotices : IAsyncDisposable
{
    const string Trigger = """
        create function tell_attempt() returns trigger language plpgsql as $$
        begin
            perform pg_notify('attempts', (new.data ->> 'step') || ' ' || (new.data ->> 'worker'));
            return null;
        end $$;
        create trigger tell_attempt after insert on ep.mt_events for each row when (new.type = 'attempt_started') execute function tell_attempt()
        """;

    readonly NpgsqlConnection _connection;
    readonly ConcurrentQueue<string> _heard = [];

    AttemptNotices(NpgsqlConnection connection) => _connection = connection;

    public static async Task<AttemptNotices> StartAsync(TestDatabase database)
    {
        var notices = new AttemptNotices(new(database.Owner));
        notices._connection.Notification += (_, notice) => notices._heard.Enqueue(notice.Payload);
        await notices._connection.OpenAsync();
        await using var command = new NpgsqlCommand($"{Trigger}; listen attempts", notices._connection);
        await command.ExecuteNonQueryAsync();
        return notices;
    }

    /// <summary>Until the process has begun so many attempts of steps whose name begins so.</summary>
    public async Task BegunAsync(ChildProcess worker, string step = "", int count = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, worker.Ended);
        var name = string.Create(CultureInfo.InvariantCulture, $"/{worker.Id}");
        while (count > 0)
        {
            while (_heard.TryDequeue(out var notice))
            {
                count -= notice.StartsWith(step, StringComparison.Ordinal) && notice.EndsWith(name, StringComparison.Ordinal) ? 1 : 0;
            }

            if (count > 0)
            {
                await _connection.WaitAsync(over.Token);
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
