using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Notifications;

public sealed class when_notifications_are_mailed(PostgresServer server)
{
    [Fact]
    public async Task a_mail_carries_the_notifications_key_and_says_what_it_is_about()
    {
        await using var mail = MailReceiver.Start();
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url));

        var sent = await system.AttemptedAsync(await system.QueueAsync("mail", change: queued => queued with { Simulated = true }));

        (sent.State, sent.Attempts, sent.SentAt).ShouldBe((NotificationState.Sent, 1, system.Now));
        var message = mail.Mails.ShouldHaveSingleItem();
        message.MessageId.ShouldBe($"{sent.Queued.Key}@evented-pipelines");
        message.Headers["Message-ID"].ShouldBe($"<{sent.Queued.Key}@evented-pipelines>");
        message.Headers["X-Evented-Key"].ShouldBe(sent.Queued.Key);
        message.Subject.ShouldBe("[simulated] aggregate-profit failed");
        message.To.ToString().ShouldBe("ada@data.example");
        message.From.ToString().ShouldBe("\"Pipelines\" <pipelines@data.example>");
        message.Body!.ContentType.MimeType.ShouldBe("text/plain");
        message.TextBody!.ShouldContain("There is no column 'amout'.");
        message.TextBody!.ShouldContain("simulation");
    }

    [Fact]
    public async Task a_team_is_mailed_at_the_address_that_the_policies_say()
    {
        await using var mail = MailReceiver.Start();
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url));

        await system.AttemptedAsync(await system.QueueAsync("mail", "investors"));

        mail.Mails.ShouldHaveSingleItem().To.ToString().ShouldBe("investors@data.example");
    }

    [Theory]
    [InlineData("ben", "'ben' has no e-mail address.")]
    [InlineData("gone", "'gone' has no e-mail address.")]
    [InlineData("cem", "The mail server refused the recipient with 550 5.1.1.")]
    public async Task a_mail_that_will_never_arrive_is_given_up_at_once(string recipient, string error)
    {
        await using var mail = MailReceiver.Start();
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url));

        var failed = await system.AttemptedAsync(await system.QueueAsync("mail", recipient));

        (failed.State, failed.Error, failed.NextDueAt).ShouldBe((NotificationState.Failed, error, null));
        mail.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_mail_to_a_full_mailbox_is_tried_again_later()
    {
        await using var mail = MailReceiver.Start();
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url));

        var failed = await system.AttemptedAsync(await system.QueueAsync("mail", "dot"));

        (failed.State, failed.NextDueAt).ShouldBe((NotificationState.Queued, system.Now + TimeSpan.FromSeconds(5)));
        failed.Error.ShouldBe("The mail server refused the recipient with 452 4.2.2.");
    }

    [Fact]
    public async Task a_mail_server_that_is_down_is_tried_again()
    {
        await using var system = await NotificationSystem.StartAsync(server, Channel($"smtp://127.0.0.1:{MailReceiver.FreePort()}"));

        var failed = await system.AttemptedAsync(await system.QueueAsync("mail"));

        failed.State.ShouldBe(NotificationState.Queued);
        failed.Error!.ShouldContain("could not be reached");
    }

    [Fact]
    public async Task a_mail_server_that_wants_a_user_is_given_the_password_of_the_environment()
    {
        const string variable = "EVENTED_TEST_SMTP_PASSWORD";
        await using var mail = MailReceiver.Start("open sesame");
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url) with { User = "us", SecretFrom = variable });

        Environment.SetEnvironmentVariable(variable, "close sesame");
        var refused = await system.AttemptedAsync(await system.QueueAsync("mail"));
        refused.Error.ShouldBe($"The mail server refused 'us' with the password of {variable}.");

        Environment.SetEnvironmentVariable(variable, "open sesame");
        (await system.AgainAsync(refused)).State.ShouldBe(NotificationState.Sent);
        mail.Users.ShouldBe(["us"]);
    }

    [Fact]
    public async Task a_mail_server_in_a_private_network_is_refused_unless_the_channel_allows_it()
    {
        await using var mail = MailReceiver.Start();
        await using var system = await NotificationSystem.StartAsync(server, Channel(mail.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)) with { AllowPrivate = false });

        var refused = await system.AttemptedAsync(await system.QueueAsync("mail"));

        refused.State.ShouldBe(NotificationState.Queued);
        refused.Error!.ShouldContain("is a private address");
        mail.Mails.ShouldBeEmpty();
    }

    static Channel Channel(string url) => new("mail", ChannelKind.Email, url, "Pipelines <pipelines@data.example>", AllowPrivate: true);
}
