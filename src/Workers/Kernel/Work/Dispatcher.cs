using System.Collections.Concurrent;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using Wolverine;
using Wolverine.Runtime;

namespace EventedPipelines.Workers.Kernel.Work;

/// <summary>
/// One role's share of the pending work: takes what is due, hands each row to its Wolverine handler in process, at most
/// <paramref name="limit"/> at a time. Woken by commits, by the next due time, and by a slow poll as the net.
/// </summary>
public sealed class Dispatcher(
    WorkRole role, int limit, WorkerName name, WorkLeases leases, WorkMessages messages, IServiceProvider services, CommitSignal commits, TimeProvider clock, ILogger<Dispatcher> log)
    : BackgroundService
{
    static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    // Another transaction is changing a row that ended: it takes milliseconds.
    static readonly TimeSpan UntilFree = TimeSpan.FromMilliseconds(5);

    // An orchestrator kills ten seconds after it asked; the leases are to be handed back before that.
    static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(6);

    readonly string _owner = $"{name.Value}/{role}";
    readonly string[] _kinds = [.. messages.Of(role).Select(entry => entry.Kind.Name)];
    readonly ConcurrentDictionary<LeasedWork, CancellationTokenSource> _held = [];
    readonly ConcurrentQueue<LeasedWork> _ended = [];
    readonly SemaphoreSlim _wake = new(0, 1);

    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        commits.WorkChanged += Wake;
        await Task.Run(PrepareHandlers, stoppingToken);
        try
        {
            await UntilItWorks(() => leases.FreeAsync(_owner, stoppingToken), stoppingToken);
            await Task.WhenAll(DispatchAsync(stoppingToken), HeartbeatAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is held is cancelled below and handed back.
        }
        finally
        {
            commits.WorkChanged -= Wake;
            await HandBackAsync();
        }
    }

    // Wolverine makes a handler's code at its first message; the first timer should not wait for that.
    void PrepareHandlers()
    {
        var runtime = services.GetRequiredService<IWolverineRuntime>();
        foreach (var (_, message) in messages.Of(role))
        {
            runtime.FindInvoker(message);
        }
    }

    async Task DispatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = SlowPoll;
            await UntilItWorks(async () => pause = await TurnAsync(cancellationToken), cancellationToken);
            await _wake.WaitAsync(pause, cancellationToken);
        }
    }

    async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        List<LeasedWork> ended = [];
        while (_ended.TryDequeue(out var work))
        {
            ended.Add(work);
        }

        var free = limit - _held.Count;
        if (free == 0 && ended.Count == 0)
        {
            return SlowPoll;
        }

        Turn turn;
        try
        {
            turn = await leases.TurnAsync(_owner, ended, _kinds, free, clock.GetUtcNow(), cancellationToken);
        }
        catch
        {
            ended.ForEach(_ended.Enqueue);
            throw;
        }

        foreach (var work in turn.Busy)
        {
            _ended.Enqueue(work);
        }

        foreach (var work in turn.Claimed)
        {
            var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _held[work] = cancel;
            _ = Task.Run(() => HandleAsync(work, cancel), CancellationToken.None);
        }

        if (turn.Busy.Count > 0)
        {
            return UntilFree;
        }

        // With every slot taken, the end of one of them wakes us.
        return turn.Claimed.Count == free ? SlowPoll : Soonest(turn);
    }

    TimeSpan Soonest(Turn turn)
    {
        var due = turn.NextReady is { } ready ? ready - clock.GetUtcNow() : SlowPoll;
        var pause = turn.NextExpiry is { } expiry && expiry < due ? expiry : due;
        return TimeSpan.FromTicks(Math.Clamp(pause.Ticks, TimeSpan.TicksPerMillisecond, SlowPoll.Ticks));
    }

    async Task HandleAsync(LeasedWork work, CancellationTokenSource cancel)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(messages.For(work), cancel.Token, timeout: TimeSpan.FromDays(1));
            _ended.Enqueue(work);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            _ended.Enqueue(work);
        }
        catch (Exception e)
        {
            log.LogError(e, "{Kind} {Key} of {Stream} failed and will be tried again", work.Kind, work.Key, work.Stream);
            await FailAsync(work, e);
        }
        finally
        {
            _held.TryRemove(work, out _);
            cancel.Dispose();
            Wake();
        }
    }

    async Task FailAsync(LeasedWork work, Exception e)
    {
        try
        {
            await leases.FailAsync(work, $"{e.GetType().Name}: {e.Message}", clock.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception unreachable)
        {
            log.LogWarning("The failure of {Kind} {Stream} could not be noted ({Reason}); its lease will expire", work.Kind, work.Stream, unreachable.Message);
        }
    }

    async Task HeartbeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(WorkLeases.HeartbeatEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var held = _held.Keys.ToArray();
            if (held.Length == 0)
            {
                continue;
            }

            await UntilItWorks(async () =>
            {
                var kept = await leases.HeartbeatAsync(_owner, held, cancellationToken);
                foreach (var lost in held.Where(work => !kept.Contains(work.Id)))
                {
                    if (_held.TryGetValue(lost, out var cancel))
                    {
                        await cancel.CancelAsync();
                    }
                }
            }, cancellationToken);
        }
    }

    async Task HandBackAsync()
    {
        var patience = DateTime.UtcNow + StopWithin;
        while (!_held.IsEmpty && DateTime.UtcNow < patience)
        {
            await _wake.WaitAsync(TimeSpan.FromMilliseconds(200));
        }

        try
        {
            await leases.FreeAsync(_owner, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("Leases could not be handed back ({Reason}); they expire by themselves", e.Message);
        }
    }

    // The database may be away for a while: say so once, and go on when it is back.
    async Task UntilItWorks(Func<Task> work, CancellationToken cancellationToken)
    {
        for (var said = false; ;)
        {
            try
            {
                await work();
                if (said)
                {
                    log.LogInformation("PostgreSQL answers again; {Role} work goes on", role);
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (!said)
                {
                    log.LogError("PostgreSQL does not answer ({Reason}); {Role} work waits until it does", e.Message, role);
                    said = true;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }
}

/// <summary>What this process calls itself in leases and attempts. The successor of a killed process on the same home has the same name.</summary>
public sealed record WorkerName(string Value);
