using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Reliability.Notifications;

namespace EventedPipelines.Tests.Integration.Notifications;

/// <summary>One channel down never blocks another (domain.md 3.5), nor any other work.</summary>
public sealed class when_a_receiver_hangs : IDisposable
{
    const string Variable = "EVENTED_TEST_HANGING_KEY";

    readonly PostgresServer _server;
    readonly TaskCompletionSource _answers = new();
    readonly SemaphoreSlim _asked = new(0);

    public when_a_receiver_hangs(PostgresServer server)
    {
        _server = server;
        Environment.SetEnvironmentVariable(Variable, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
    }

    public void Dispose() => _asked.Dispose();

    [Fact]
    public async Task other_receivers_get_theirs_while_one_hangs_and_its_queue_moves_on_when_it_answers()
    {
        await using var hanging = await HangingAsync();
        await using var working = await WebReceiver.StartAsync();
        await using var system = await NotificationSystem.StartAsync(_server, isDemonstration: false, TimeSpan.FromMinutes(1), Webhook("hanging", hanging.Url), Webhook("working", working.Url));

        // More than there are slots.
        List<Guid> waiting = [];
        for (var number = 0; number < WorkLimits.Dispatch + 4; number++)
        {
            waiting.Add(await system.QueueAsync("hanging"));
        }

        for (var number = 0; number < ChannelGates.PerChannel; number++)
        {
            await _asked.WaitAsync();
        }

        (await system.AttemptedAsync(await system.QueueAsync("working"))).State.ShouldBe(NotificationState.Sent);
        (await system.AttemptedAsync(await system.QueueAsync("inbox"))).State.ShouldBe(NotificationState.Sent);
        hanging.Posts.Count.ShouldBe(ChannelGates.PerChannel);

        _answers.SetResult();
        foreach (var id in waiting)
        {
            (await system.AttemptedAsync(id)).ShouldSatisfyAllConditions(sent => sent.State.ShouldBe(NotificationState.Sent), sent => sent.Attempts.ShouldBe(1));
        }

        hanging.Posts.Select(post => post.Headers["webhook-id"]).ShouldBeUnique();
        (await system.TextsAsync("select error from ep.pending_work where error is not null")).ShouldBeEmpty();
    }

    [Fact]
    public async Task an_attempt_at_a_receiver_that_hangs_ends_and_counts_as_failed()
    {
        await using var hanging = await HangingAsync();
        await using var system = await NotificationSystem.StartAsync(_server, isDemonstration: false, TimeSpan.FromSeconds(0.5), Webhook("hanging", hanging.Url));

        var failed = await system.AttemptedAsync(await system.QueueAsync("hanging"));

        (failed.State, failed.Error).ShouldBe((NotificationState.Queued, "The receiver of 'hanging' did not answer within 0.5 s."));
    }

    Task<WebReceiver> HangingAsync() => WebReceiver.StartAsync((_, response) =>
    {
        _asked.Release();
        return _answers.Task.WaitAsync(response.HttpContext.RequestAborted);
    });

    static Channel Webhook(string name, string url) => new(name, ChannelKind.Webhook, url, SecretFrom: Variable, AllowPrivate: true);
}
