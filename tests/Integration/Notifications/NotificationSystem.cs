using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Notifications;

/// <summary>Workers with channels and a team, and a clock that moves only when the test says so.</summary>
sealed class NotificationSystem : IAsyncDisposable
{
    readonly StillSystem _system;
    int _queued;

    NotificationSystem(StillSystem system) => _system = system;

    public DateTimeOffset Now => _system.Now;

    public static Task<NotificationSystem> StartAsync(PostgresServer server, params Channel[] channels) => StartAsync(server, isDemonstration: false, TimeSpan.FromSeconds(10), channels);

    public static async Task<NotificationSystem> StartAsync(PostgresServer server, bool isDemonstration, TimeSpan limit, params Channel[] channels)
    {
        var workspace = new Workspace("", "test", "UTC", "", "USD", [])
        {
            Policies = PolicySet.Default with { Notifications = new(channels, [new("investors", "investors@data.example", [])], []) },
            Team = new([new("ada", "Ada", 4, "ada@data.example"), new("ben", "Ben", 3), new("cem", "Cem", 2, "nobody@data.example"), new("dot", "Dot", 2, "full@data.example")], [],
                new Dictionary<string, OwnersNeeded>()),
        };

        // The real time, as receivers compare a signature's to theirs.
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        return new(await StillSystem.StartAsync(server, workspace, now, services =>
        {
            services.AddSingleton(new Simulation(isDemonstration));
            services.AddSingleton(new AttemptLimit(limit));
        }));
    }

    /// <summary>Queues one, as an incident would, and says under which id.</summary>
    public async Task<Guid> QueueAsync(string channel, string recipient = "ada", Func<NotificationQueued, NotificationQueued>? change = null)
    {
        var key = $"incident/opened/primary/{Interlocked.Increment(ref _queued)}/{recipient}/{channel}";
        var id = DerivedId.Of(["notification", .. key.Split('/')]);
        var queued = new NotificationQueued(
            id, key, DerivedId.Of("incident"), NotificationKind.Page, Severity.Page, "profit", "aggregate-profit", DataInterval.Parse("2026-11-24"), recipient, channel,
            "aggregate-profit failed", "There is no column 'amout'.", false, Now, "incident@1");
        await _system.Store.InTransactionAsync("test", session => Task.FromResult(session.Events.StartStream<Notification>(id, change?.Invoke(queued) ?? queued)), default);
        return id;
    }

    /// <summary>Waits until its attempts are as many, or it is settled with fewer.</summary>
    public async Task<Notification> AttemptedAsync(Guid id, int attempts = 1) =>
        (await _system.UntilAsync(session => session.LoadAsync<Notification>(id), found => found!.Attempts >= attempts || found.State is not NotificationState.Queued))!;

    /// <summary>Moves the clock to when it is due again, and waits for that attempt.</summary>
    public async Task<Notification> AgainAsync(Notification notification)
    {
        _system.Now = notification.NextDueAt!.Value;
        await _system.QuietAsync();
        return await AttemptedAsync(notification.Id, notification.Attempts + 1);
    }

    /// <summary>Waits until all are settled, or wait for another time.</summary>
    public Task QuietAsync() => _system.QuietAsync();

    public Task<IReadOnlyList<string>> TextsAsync(string sql) => _system.TextsAsync(sql);

    public ValueTask DisposeAsync() => _system.DisposeAsync();
}
