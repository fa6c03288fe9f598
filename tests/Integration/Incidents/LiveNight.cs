using System.Xml;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Notifications;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Workspaces;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventedPipelines.Tests.Integration.Incidents;

/// <summary>
/// The pager story at the pace of seconds: the workers' real process over a copy of the workspace's profit pipelines, mail and posts to real
/// receivers, and a kill where one is wanted, after which it is started again.
/// </summary>
sealed class LiveNight : IAsyncDisposable
{
    // Long enough for a process to be started once more between any two of them, on a slow machine and beside other nights.
    const string Policies = """
        retries:
          reingest: { delays: [PT1S, PT1S, PT1S] }
        late_data: { settle: PT0S }
        escalation: { repeat_every: PT60S, repeats: 4, secondary_after: PT75S, again_every: PT4H }
        sla:
          areas:
            profit: { within: PT200S, target: 0.95 }
          at_risk_before: PT10S
        notifications:
          channels:
            - { name: mail, kind: email, url: "MAIL", from: pipelines@data.example, allow_private: true }
            - { name: desk, kind: webhook, url: "WEB", secret_from: EVENTED_TEST_DESK_KEY, allow_private: true }
          teams:
            - { name: investors }
          routes:
            - { severity: page, channels: [mail] }
            - { severity: warning, channels: [desk] }
        """;

    static readonly TimeSpan beforeMidnight = TimeSpan.FromSeconds(3);

    readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("ep-night-");
    readonly MailReceiver _mail = MailReceiver.Start();
    readonly SampleSystem _system;
    readonly WebReceiver _web;
    TimeSpan _offset;
    readonly string? _killAt;

    LiveNight(SampleSystem system, WebReceiver web, string? killAt) => (_system, _web, _killAt) = (system, web, killAt);

    public IDocumentStore Store => _system.Store;

    /// <summary>The keys of what the receivers have taken, as often as they took it.</summary>
    public IReadOnlyList<string> KeysReceived => [.. _mail.Mails.Select(mail => mail.Headers["X-Evented-Key"]!), .. _web.Posts.Select(post => post.Headers["webhook-id"])];

    /// <summary>Lives through the night to its end; returns when all is done and told.</summary>
    /// <param name="server">Where its database is made.</param>
    /// <param name="killAt">A point of <see cref="Workers.Kernel.FailPoints"/>; null for a quiet night.</param>
    public static async Task<LiveNight> LiveAsync(PostgresServer server, string? killAt)
    {
        var night = new LiveNight(await SampleSystem.WatchAsync(await server.CreateDatabaseAsync()), await WebReceiver.StartAsync(), killAt);
        night.PrepareWorkspace();
        night.Deliver("orders");
        await night.TheEveningBeforeAsync();
        await night.ToTheEndAsync();
        return night;
    }

    public async Task<IReadOnlyList<Notification>> NotificationsAsync()
    {
        await using var session = Store.QuerySession();
        return await session.Query<Notification>().ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _web.DisposeAsync();
        await _mail.DisposeAsync();
        _workspace.Delete(recursive: true);
    }

    // The workspace was taken over while the day was on, so that its closing is waited for.
    async Task TheEveningBeforeAsync()
    {
        var workspace = WorkspaceRefusedException.Open(_workspace.FullName);
        var evening = new VirtualClock(NightStory.Midnight.AddHours(-1));
        await new WorkspaceActivation(workspace, Store, _system.Source, evening, new Simulation(IsOn: false), NullLogger<WorkspaceActivation>.Instance).StartAsync(default);
        _offset = NightStory.Midnight - beforeMidnight - DateTimeOffset.UtcNow;
    }

    async Task ToTheEndAsync()
    {
        using var ended = new CancellationTokenSource();
        var workers = KeepAliveAsync(ended.Token);
        try
        {
            await await Task.WhenAny(NightAsync(), workers);
        }
        finally
        {
            await ended.CancelAsync();
            await workers;
        }
    }

    async Task NightAsync()
    {
        await Until<Incident>(NightStory.TheIncident, incident => incident?.Paged.Contains("bruno") == true);
        await Store.DecideAsync<Incident>(
            NightStory.TheIncident, "bruno", (incident, _) => AcknowledgeIncidentDecision.Decide(new("bruno"), incident, DateTimeOffset.UtcNow + _offset), default);
        await Until<Interval>(IntervalId.Of("aggregate-profit", NightStory.Day), interval => interval?.Publication is { Generation: 1 });
        Deliver("expenses");
        await Until<Incident>(NightStory.TheIncident, incident => incident!.IsResolved);
        await _system.UntilAsync(_ => OwedAsync(), owed => owed == 0);
    }

    // The first process may be killed; whoever is there at the end is stopped in good order.
    async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        var first = Start(_killAt);
        if (_killAt is not null)
        {
            await using (first)
            {
                await Task.WhenAny(first.ExitAsync(TimeSpan.FromMinutes(6)), Task.Delay(Timeout.Infinite, cancellationToken));
                cancellationToken.IsCancellationRequested.ShouldBeFalse($"It was to be killed at {_killAt}, which it never reached.\n{first.Output}");
                first.ExitCode.ShouldBe(137, first.Output);
            }
        }

        await using var last = _killAt is null ? first : Start(null);
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        await last.StopAsync();
    }

    ChildProcess Start(string? killAt) => ChildProcess.Start(
        ChildProcess.WorkersProgram,
        [],
        ("ConnectionStrings__Evented", _system.Database.App),
        ("EVENTED_WORKSPACE", _workspace.FullName),
        ("EVENTED_DATA", _system.Data),
        ("EVENTED_LAKE", _system.Lake),
        ("EVENTED_CLOCK_OFFSET", XmlConvert.ToString(_offset)),
        ("EVENTED_TEST_DESK_KEY", "whsec_bmlnaHQgc3Rvcnkga2V5IG9mIDI0IGJ5dGVz"),
        ("EVENTED_KILL_AT", killAt ?? ""));

    Task<T?> Until<T>(Guid id, Func<T?, bool> isThere)
        where T : class => _system.UntilAsync(session => session.LoadAsync<T>(id), isThere);

    // What is owed now and here: not looks, and nothing that waits for its time.
    async Task<long> OwedAsync()
    {
        await using var owed = _system.Source.CreateCommand("select count(*) from ep.pending_work where kind <> 'late-data' and (lease_owner is not null or due <= $1)");
        owed.Parameters.Add(new() { Value = DateTimeOffset.UtcNow + _offset });
        return (long)(await owed.ExecuteScalarAsync())!;
    }

    void PrepareWorkspace()
    {
        var shipped = Repository.Folder("workspace");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shipped, file);
            if (!name.StartsWith("data", StringComparison.Ordinal) && (!name.StartsWith("pipelines", StringComparison.Ordinal) || name.StartsWith("pipelines/profit", StringComparison.Ordinal)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_workspace.FullName, name))!);
                File.Copy(file, Path.Combine(_workspace.FullName, name));
            }
        }

        // Whom a holiday takes out of the rota is another story.
        var team = Path.Combine(_workspace.FullName, "team.yml");
        File.WriteAllLines(team, File.ReadAllLines(team).Where(line => !line.StartsWith("  holidays:", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(_workspace.FullName, "policies.yml"), Policies.Replace("MAIL", _mail.Url, StringComparison.Ordinal).Replace("WEB", _web.Url, StringComparison.Ordinal));
        Directory.CreateDirectory(_system.Data);
    }

    void Deliver(string source)
    {
        foreach (var file in SampleFile.Of(1, NightStory.Day.First).Where(file => file.Source == source))
        {
            SampleWriter.Write(_system.Data, 1, file);
        }
    }
}
