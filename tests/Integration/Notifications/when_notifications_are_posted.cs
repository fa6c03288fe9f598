using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.Hosts;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Integration.Notifications;

public sealed class when_notifications_are_posted : IDisposable
{
    static readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    readonly PostgresServer _server;
    readonly string _variable = $"EVENTED_TEST_{Guid.CreateVersion7():N}".ToUpperInvariant();

    public when_notifications_are_posted(PostgresServer server)
    {
        _server = server;
        Environment.SetEnvironmentVariable(_variable, $"whsec_{Convert.ToBase64String(key)}");
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task a_webhook_gets_a_signed_cloud_event()
    {
        await using var receiver = await WebReceiver.StartAsync();
        await using var system = await NotificationSystem.StartAsync(_server, Webhook(receiver.Url));

        var sent = await system.AttemptedAsync(await system.QueueAsync("desk", change: queued => queued with { Simulated = true }));

        sent.State.ShouldBe(NotificationState.Sent);
        var post = receiver.Posts.ShouldHaveSingleItem();
        post.ContentType.ShouldBe("application/cloudevents+json");
        post.Headers["webhook-id"].ShouldBe(sent.Queued.Key);
        post.Headers["webhook-timestamp"].ShouldBe($"{system.Now.ToUnixTimeSeconds()}");
        post.Headers["webhook-signature"].ShouldBe($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{sent.Queued.Key}.{system.Now.ToUnixTimeSeconds()}.{post.Body}")))}");
        var cloudEvent = JsonDocument.Parse(post.Body).RootElement;
        string Text(string name) => cloudEvent.GetProperty(name).GetString()!;
        (Text("specversion"), Text("id"), Text("source"), Text("type")).ShouldBe(("1.0", sent.Queued.Key, "/evented-pipelines/profit", "eventedpipelines.notification.page"));
        (Text("subject"), cloudEvent.GetProperty("time").GetDateTimeOffset()).ShouldBe(($"{sent.Queued.SubjectId}", sent.Queued.QueuedAt));
        var data = cloudEvent.GetProperty("data");
        data.GetProperty("simulated").GetBoolean().ShouldBeTrue();
        (data.GetProperty("interval").GetString(), data.GetProperty("severity").GetString(), data.GetProperty("title").GetString()).ShouldBe(("2026-11-24", "page", "aggregate-profit failed"));
    }

    [Fact]
    public async Task a_receiver_that_is_down_for_a_while_gets_the_same_key_again()
    {
        await using var receiver = await WebReceiver.StartAsync((number, response) =>
        {
            response.StatusCode = number <= 2 ? 500 : 204;
            return Task.CompletedTask;
        });
        await using var system = await NotificationSystem.StartAsync(_server, Webhook(receiver.Url));

        var first = await system.AttemptedAsync(await system.QueueAsync("desk"));
        (first.State, first.Error, first.NextDueAt).ShouldBe((NotificationState.Queued, "The receiver of 'desk' answered 500.", system.Now + TimeSpan.FromSeconds(5)));
        var second = await system.AgainAsync(first);
        (second.Attempts, second.NextDueAt).ShouldBe((2, system.Now + TimeSpan.FromSeconds(30)));
        var third = await system.AgainAsync(second);

        (third.State, third.Attempts, third.Error).ShouldBe((NotificationState.Sent, 3, null));
        receiver.Posts.Select(post => post.Headers["webhook-id"]).ShouldBe([third.Queued.Key, third.Queued.Key, third.Queued.Key]);
        (await system.TextsAsync("select type from ep.mt_events where type like 'notification%' order by seq_id")).ShouldBe(
            ["notification_queued", "notification_failed", "notification_failed", "notification_sent"]);
    }

    [Theory]
    [InlineData(400, NotificationState.Failed)]
    [InlineData(410, NotificationState.Failed)]
    [InlineData(408, NotificationState.Queued)]
    [InlineData(429, NotificationState.Queued)]
    [InlineData(503, NotificationState.Queued)]
    public async Task a_notification_that_its_receiver_will_never_take_is_given_up_and_any_other_tried_again(int status, NotificationState state)
    {
        await using var receiver = await WebReceiver.StartAsync((_, response) =>
        {
            response.StatusCode = status;
            return response.WriteAsync("You sent: whsec_and_more");
        });
        await using var system = await NotificationSystem.StartAsync(_server, Webhook(receiver.Url));

        var failed = await system.AttemptedAsync(await system.QueueAsync("desk"));

        (failed.State, failed.Error).ShouldBe((state, $"The receiver of 'desk' answered {status}."));
    }

    [Fact]
    public async Task slack_gets_text_and_blocks_in_which_nothing_is_a_mention()
    {
        await using var receiver = await WebReceiver.StartAsync();
        Environment.SetEnvironmentVariable(_variable, receiver.Url);
        await using var system = await NotificationSystem.StartAsync(_server, Slack());

        var sent = await system.AttemptedAsync(await system.QueueAsync("chat", change: queued => queued with { Title = "<!channel> & more" }));

        sent.State.ShouldBe(NotificationState.Sent);
        var post = receiver.Posts.ShouldHaveSingleItem();
        post.ContentType.ShouldBe("application/json");
        var message = JsonDocument.Parse(post.Body).RootElement;
        message.GetProperty("text").GetString().ShouldBe("&lt;!channel&gt; &amp; more");
        var blocks = message.GetProperty("blocks");
        (blocks[0].GetProperty("text").GetProperty("type").GetString(), blocks[0].GetProperty("text").GetProperty("text").GetString()).ShouldBe(("plain_text", "<!channel> & more"));
        blocks[1].GetProperty("text").GetProperty("text").GetString()!.ShouldContain("There is no column 'amout'.");
        (blocks[2].GetProperty("type").GetString(), blocks[2].GetProperty("elements")[0].GetProperty("text").GetString()).ShouldBe(("context", sent.Queued.Key));
    }

    [Fact]
    public async Task a_notification_that_slack_did_not_take_has_slacks_word_for_why()
    {
        await using var receiver = await WebReceiver.StartAsync((_, response) =>
        {
            response.StatusCode = 404;
            return response.WriteAsync("no_service");
        });
        Environment.SetEnvironmentVariable(_variable, receiver.Url);
        await using var system = await NotificationSystem.StartAsync(_server, Slack());

        var failed = await system.AttemptedAsync(await system.QueueAsync("chat"));

        (failed.State, failed.Error).ShouldBe((NotificationState.Failed, "The receiver of 'chat' answered 404 (no_service)."));
    }

    [Fact]
    public async Task a_notification_whose_channels_secret_is_missing_waits_for_it()
    {
        await using var receiver = await WebReceiver.StartAsync();
        Environment.SetEnvironmentVariable(_variable, null);
        await using var system = await NotificationSystem.StartAsync(_server, Webhook(receiver.Url));

        var missing = await system.AttemptedAsync(await system.QueueAsync("desk"));
        (missing.State, missing.Error).ShouldBe((NotificationState.Queued, $"The environment variable {_variable} of channel 'desk' is not set."));

        Environment.SetEnvironmentVariable(_variable, "no key at all!");
        var wrong = await system.AgainAsync(missing);
        (wrong.State, wrong.Error).ShouldBe((NotificationState.Queued, $"{_variable} holds no signing key: it is `whsec_` and the key in base64."));

        Environment.SetEnvironmentVariable(_variable, $"whsec_{Convert.ToBase64String(key)}");
        (await system.AgainAsync(wrong)).State.ShouldBe(NotificationState.Sent);
    }

    [Fact]
    public async Task a_channels_secret_is_in_no_event()
    {
        await using var receiver = await WebReceiver.StartAsync((_, response) =>
        {
            response.HttpContext.Abort();
            return Task.CompletedTask;
        });
        Environment.SetEnvironmentVariable(_variable, $"{receiver.Url}/T0123/hush");
        await using var system = await NotificationSystem.StartAsync(_server, Slack());

        var cut = await system.AttemptedAsync(await system.QueueAsync("chat"));
        Environment.SetEnvironmentVariable(_variable, $"http://127.0.0.1:{MailReceiver.FreePort()}/T0123/hush");
        var down = await system.AgainAsync(cut);
        Environment.SetEnvironmentVariable(_variable, "hush, this is no address");
        var wrong = await system.AgainAsync(down);

        new[] { cut, down, wrong }.ShouldAllBe(failed => failed.State == NotificationState.Queued && failed.Error != null);
        (await system.TextsAsync("select data::text from ep.mt_events")).ShouldAllBe(e => !e.Contains("hush", StringComparison.OrdinalIgnoreCase) && !e.Contains("T0123", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    public async Task a_webhook_at_a_private_address_is_refused_however_that_is_written(string host)
    {
        await using var receiver = await WebReceiver.StartAsync();
        await using var system = await NotificationSystem.StartAsync(_server, Webhook($"https://{host}:{new Uri(receiver.Url).Port}/take") with { AllowPrivate = false });

        var refused = await system.AttemptedAsync(await system.QueueAsync("desk"));

        refused.State.ShouldBe(NotificationState.Queued);
        refused.Error!.ShouldContain("is a private address. If that is meant, say `allow_private: true`");
        receiver.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_redirect_by_a_receiver_is_not_followed()
    {
        await using var receiver = await WebReceiver.StartAsync((_, response) =>
        {
            response.StatusCode = 307;
            response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await using var system = await NotificationSystem.StartAsync(_server, Webhook(receiver.Url));

        var failed = await system.AttemptedAsync(await system.QueueAsync("desk"));

        (failed.State, failed.Error).ShouldBe((NotificationState.Queued, "The receiver of 'desk' answered 307."));
        receiver.Posts.ShouldHaveSingleItem().Path.ShouldBe("/take");
    }

    [Fact]
    public async Task a_webhook_by_plain_http_to_the_internet_is_refused()
    {
        await using var system = await NotificationSystem.StartAsync(_server, Webhook("http://desk.example/take") with { AllowPrivate = false });

        (await system.AttemptedAsync(await system.QueueAsync("desk"))).Error!.ShouldContain("must be reached by https");
    }

    [Fact]
    public async Task a_notification_in_the_inbox_has_arrived()
    {
        await using var system = await NotificationSystem.StartAsync(_server);

        var arrived = await system.AttemptedAsync(await system.QueueAsync("inbox"));

        (arrived.State, arrived.SentAt).ShouldBe((NotificationState.Sent, system.Now));
    }

    [Fact]
    public async Task no_notification_of_a_demonstration_goes_out()
    {
        await using var receiver = await WebReceiver.StartAsync();
        await using var system = await NotificationSystem.StartAsync(_server, isDemonstration: true, TimeSpan.FromSeconds(10), Webhook(receiver.Url));

        (await system.AttemptedAsync(await system.QueueAsync("desk"))).State.ShouldBe(NotificationState.Sent);

        receiver.Posts.ShouldBeEmpty();
    }

    Channel Webhook(string url) => new("desk", ChannelKind.Webhook, url, SecretFrom: _variable, AllowPrivate: true);

    Channel Slack() => new("chat", ChannelKind.Slack, SecretFrom: _variable, AllowPrivate: true);
}
