using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EventedPipelines.Workers.Reliability.Notifications.Channels.Email;

/// <summary>
/// Plain text by SMTP: `smtp://` with STARTTLS where the server has it, `smtps://` with TLS from the start. A password is sent over TLS only,
/// except to a server in a private network.
/// </summary>
public sealed partial class EmailChannel(TimeProvider clock) : INotificationChannel
{
    const int SubmissionPort = 587;
    const int SubmissionOverTlsPort = 465;

    public async Task SendAsync(OutgoingNotification outgoing, CancellationToken cancellationToken)
    {
        var (notification, channel, address, secret) = outgoing;
        if (address is null || !MailboxAddress.TryParse(address, out var to))
        {
            throw new NotSentException($"'{notification.Recipient}' has no e-mail address.", isPermanent: true);
        }

        using var message = Message(notification, MailboxAddress.Parse(channel.From!), to);
        var server = new Uri(channel.Url!);
        var isTls = server.Scheme == "smtps";
        var port = server.Port > 0 ? server.Port : isTls ? SubmissionOverTlsPort : SubmissionPort;
        await using var connection = await CheckedConnection.OpenAsync(server.Host, port, channel.AllowPrivate, cancellationToken);

        // A look at revocation lists would be a request to wherever a certificate says.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(connection, server.Host, port, Security(isTls, channel, secret), cancellationToken);
            if (channel.User is { } user && secret is not null)
            {
                await client.AuthenticateAsync(user, secret, cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException e)
        {
            throw Refusal(e);
        }
        catch (AuthenticationException)
        {
            throw new NotSentException($"The mail server refused '{channel.User}' with the password of {channel.SecretFrom}.");
        }

        await SayGoodbyeAsync(client, cancellationToken);
    }

    MimeMessage Message(NotificationQueued notification, MailboxAddress from, MailboxAddress to)
    {
        var message = new MimeMessage
        {
            MessageId = $"{HeaderKey.Of(notification.Key)}@evented-pipelines",
            Date = clock.GetUtcNow(),
            Subject = NotificationWords.Title(notification),
            Importance = notification.Severity is Severity.Page ? MessageImportance.High : MessageImportance.Normal,
            Body = new TextPart("plain") { Text = NotificationWords.Text(notification) },
            From = { from },
            To = { to },
        };
        message.Headers.Add("X-Evented-Key", notification.Key);

        // RFC 3834: no machine is to answer it.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    static SecureSocketOptions Security(bool isTls, Channel channel, string? secret) => (isTls, secret) switch
    {
        (true, _) => SecureSocketOptions.SslOnConnect,
        (_, not null) when !channel.AllowPrivate => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };

    // The reply's text often repeats the address, which is to be in no event; its codes say enough.
    static NotSentException Refusal(SmtpCommandException e)
    {
        var code = $"{(int)e.StatusCode}{(EnhancedCode.Match(e.Message) is { Success: true } found ? $" {found.Value}" : "")}";
        return e.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => new($"The mail server refused the recipient with {code}.", (int)e.StatusCode >= 500),
            SmtpErrorCode.SenderNotAccepted => new($"The mail server refused the sender with {code}.", (int)e.StatusCode >= 500),
            _ => new($"The mail server answered {code}."),
        };
    }

    // The server has taken it: what goes wrong from here on would only send it twice.
    static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or MailKit.ProtocolException or OperationCanceledException)
        {
            // It hung up first.
        }
    }

    [GeneratedRegex(@"\b[45]\.\d{1,3}\.\d{1,3}\b")]
    static partial Regex EnhancedCode { get; }
}
