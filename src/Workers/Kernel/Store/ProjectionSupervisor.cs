using System.Diagnostics;
using System.Net.Sockets;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx;
using Marten.Events.Daemon.Coordination;
using Npgsql;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace EventedPipelines.Workers.Kernel.Store;

/// <summary>
/// Starts a projection of this node again that has stopped, or that stands still behind the events. The daemon pauses a shard whose
/// statement failed, as all do when PostgreSQL restarts, and leaves it to others to resume it; on a node of its own Wolverine does not (ADR-0025).
/// </summary>
public sealed class ProjectionSupervisor(
    IWolverineRuntime runtime, IEnumerable<IAgentFamily> families, IProjectionCoordinator coordinator, ReadModelWatch watch, ILogger<ProjectionSupervisor> log) : BackgroundService
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    readonly EventSubscriptionAgentFamily _projections = families.OfType<EventSubscriptionAgentFamily>().Single();
    readonly Dictionary<string, (Uri Agent, RestartPause Pause)> _known = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // While PostgreSQL is away no start succeeds.
            if (!watch.Answers)
            {
                continue;
            }

            foreach (var standing in watch.Standings)
            {
                await SuperviseOrSayAsync(standing, stoppingToken);
            }
        }
    }

    // A supervisor that ended would take the process with it.
    async Task SuperviseOrSayAsync(ReadModelStanding standing, CancellationToken cancellationToken)
    {
        try
        {
            await SuperviseAsync(standing, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogError("{ReadModel} could not be looked after ({Reason}); that is tried again", standing.Name, e.GetBaseException().Message);
        }
    }

    async Task SuperviseAsync(ReadModelStanding standing, CancellationToken cancellationToken)
    {
        // What runs on another node is that node's to supervise.
        if (await FindAsync(standing.Name, cancellationToken) is not var (agent, pause))
        {
            return;
        }

        var trouble = TroubleOf(agent, standing);
        if (trouble is null)
        {
            if (standing.Unread == 0)
            {
                pause.WentWell();
            }

            return;
        }

        if (!pause.TryNow(Stopwatch.GetElapsedTime(0)))
        {
            return;
        }

        try
        {
            await RestartAsync(agent, standing, cancellationToken).WaitAsync(StartWithin, cancellationToken);
            log.LogWarning("{ReadModel} {Trouble}; it was started again", standing.Name, trouble);
        }
        catch (Exception e) when (IsAway(e))
        {
            // The last look was before it went; the next one says when it is back.
            pause.WentWell();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogError("{ReadModel} {Trouble} and could not be started again ({Reason}); that is tried until it can", standing.Name, trouble, e.GetBaseException().Message);
        }
    }

    static bool IsAway(Exception e) => e is SocketException or NpgsqlException and not PostgresException || (e.InnerException is { } cause && IsAway(cause));

    static string? TroubleOf(IEventSubscriptionAgent agent, ReadModelStanding standing) => agent switch
    {
        { IsRebuilding: true } => null,
        { Status: not AgentStatus.Running, Failure: { } failure } => $"had stopped ({failure.RootExceptionType}: {failure.Message.ReplaceLineEndings(" ")})",
        { Status: not AgentStatus.Running } => "had stopped",
        _ when standing.StandsStill => $"stood still for {standing.Still.TotalSeconds:0} s",
        _ => null,
    };

    // One that runs and stands still may be waiting to be told of new events.
    async Task RestartAsync(IEventSubscriptionAgent agent, ReadModelStanding standing, CancellationToken cancellationToken)
    {
        if (standing.StandsStill)
        {
            foreach (var daemon in await coordinator.AllDaemonsAsync())
            {
                await daemon.RestartHighWaterAgentAsync(cancellationToken);
            }
        }

        await agent.StopAsync(cancellationToken);
        await agent.StartAsync(cancellationToken);
    }

    async Task<(IEventSubscriptionAgent Agent, RestartPause Pause)?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(name, out var known))
        {
            if (await _projections.FindAgentUriAsync($"{name}:All", null, cancellationToken) is not { } uri)
            {
                return null;
            }

            _known[name] = known = (uri, new());
        }

        return runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(known.Agent, out var agent) ? (agent, known.Pause) : null;
    }
}
