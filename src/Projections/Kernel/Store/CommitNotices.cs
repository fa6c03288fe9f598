using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// Wakes the other processes after a commit of ours and is woken by theirs: one debounced NOTIFY from a connection of its own, because
/// a NOTIFY inside the append would cost group commit (performance.md, finding 2).
/// </summary>
public sealed class CommitNotices(NpgsqlDataSource database, CommitSignal commits, ILogger<CommitNotices> log) : BackgroundService
{
    const string Channel = "ep_commits";
    static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(10);

    readonly SemaphoreSlim _committed = new(0, 1);
    int _backend;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        commits.Committed += OnCommitted;
        try
        {
            await Task.WhenAll(Forever(ListenAsync, stoppingToken), Forever(NotifyAsync, stoppingToken));
        }
        finally
        {
            commits.Committed -= OnCommitted;
        }
    }

    // Commits that another process told us of must not be told on.
    static readonly AsyncLocal<bool> Heard = new();

    void OnCommitted()
    {
        if (Heard.Value)
        {
            return;
        }

        try
        {
            _committed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A notice is due already; it covers this commit too.
        }
    }

    async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notice) =>
        {
            if (notice.Payload != _backend.ToString(CultureInfo.InvariantCulture))
            {
                Heard.Value = true;
                commits.Raise();
                Heard.Value = false;
            }
        };
        await ExecuteAsync(connection, $"listen {Channel}", cancellationToken);
        commits.Raise();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    async Task NotifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        _backend = connection.ProcessID;

        // A notice may have been lost with the connection before this one.
        OnCommitted();
        while (true)
        {
            await _committed.WaitAsync(cancellationToken);
            await Task.Delay(Debounce, cancellationToken);
            await ExecuteAsync(connection, $"notify {Channel}, '{_backend}'", cancellationToken);
        }
    }

    async Task Forever(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var said = "";
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (said != e.Message)
                {
                    log.LogWarning("Commit notices paused ({Reason}); polling covers until they are back", e.Message);
                    said = e.Message;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
