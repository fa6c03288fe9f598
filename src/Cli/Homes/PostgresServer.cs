using System.Diagnostics;

namespace EventedPipelines.Cli.Homes;

/// <summary>Starts, finds and stops the server of one data folder.</summary>
sealed record PostgresServer(string Data, string Log, PostgresBinaries Binaries, DatabaseUser User)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(3);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The server that a killed owner left, as soon as it answers, or a new one. One that is still recovering or stopping is waited for.</summary>
    internal async Task<Postmaster> FindOrStartAsync(Func<int, Task<bool>> answers, Action<string> say, CancellationToken cancellationToken)
    {
        var said = false;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(Pause, cancellationToken))
        {
            if (await Postmaster.FindAsync(Data, cancellationToken) is not { } found)
            {
                if (await TryStartAsync(cancellationToken) is { } started && await answers(started.Port))
                {
                    return started;
                }
            }
            else if (found.Port != 0 && await answers(found.Port))
            {
                say($"The database server of an earlier run is still there (process {found.Pid}): using it.");
                return found;
            }
            else if (!said && clock.Elapsed > WorthSaying)
            {
                said = true;
                say($"Waiting for the database server of an earlier run (process {found.Pid}) to recover or end; its log is {Log}.");
            }
        }

        throw new HomeException($"The database server in {Data} neither answers nor ends. See {Log}; end the processes that work in that folder (kill -QUIT) and start again.");
    }

    /// <summary>Null where it is worth trying again. pg_ctl gives the server a session of its own, so Ctrl-C at our terminal does not reach it before we stop it ourselves.</summary>
    async Task<Postmaster?> TryStartAsync(CancellationToken cancellationToken)
    {
        var lz4 = await User.RunAsync([Binaries.Postgres, "-C", "wal_compression", "-c", "wal_compression=lz4"], cancellationToken, dataFolder: Data);
        var options = PostgresSettings.Options(PostgresSettings.PortOf(Data), lz4.Succeeded);
        ServerLog.Rotate(Log);
        var before = ServerLog.Length(Log);
        // We open the log, because the database's user may not enter the home. Not cancelled: a server half-way up would be nobody's.
        var start = await Command.RunAsync(
            ["sh", "-c", "umask 077; exec \"$@\" >>\"$0\" 2>&1 </dev/null", Log, .. User.Become, Binaries.PgCtl, "start", "-w", "-t", "300", "-s", "-o", options],
            CancellationToken.None,
            dataFolder: Data);
        if (start.Succeeded)
        {
            return await Postmaster.FindAsync(Data, CancellationToken.None);
        }

        var log = await ServerLog.SinceAsync(Log, before);
        return IsPassing(log)
            ? null
            : throw await Command.FailureAsync($"PostgreSQL did not start. Its log {Log} ends with\n{(start.Output + log).Trim()}\nCorrect that and start again.", cancellationToken);
    }

    /// <summary>Fast: connections are ended, what is committed is on disk. A server that cannot is stopped at once and recovers at its next start.</summary>
    internal async Task StopAsync()
    {
        foreach (var mode in new[] { "fast", "immediate" })
        {
            if (await Postmaster.FindAsync(Data, CancellationToken.None) is not null)
            {
                await User.RunAsync([Binaries.PgCtl, "stop", "-w", "-t", "30", "-s", "-m", mode], CancellationToken.None, dataFolder: Data);
            }
        }
    }

    // Somebody took the port in between; a server that a killed owner had just launched came first; a killed server's memory is not yet free.
    static bool IsPassing(string log) =>
        log.Contains("Address already in use", StringComparison.Ordinal)
        || log.Contains("\"postmaster.pid\" already exists", StringComparison.Ordinal)
        || log.Contains("still in use", StringComparison.Ordinal);
}
