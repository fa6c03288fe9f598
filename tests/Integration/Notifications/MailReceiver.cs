using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace EventedPipelines.Tests.Integration.Notifications;

/// <summary>A mail server on loopback. It knows no mailbox `nobody`, and has no room for one `full`.</summary>
sealed class MailReceiver : IAsyncDisposable
{
    readonly ConcurrentQueue<MimeMessage> _mails = [];
    readonly CancellationTokenSource _stop = new();
    readonly int _port = FreePort();
    Task _serving = Task.CompletedTask;

    public string Url => $"smtp://127.0.0.1:{_port}";

    public IReadOnlyList<MimeMessage> Mails => [.. _mails];

    /// <summary>Users who logged in with the password.</summary>
    public ConcurrentQueue<string> Users { get; } = [];

    public static MailReceiver Start(string? password = null)
    {
        var receiver = new MailReceiver();
        var options = new SmtpServerOptionsBuilder().ServerName("mail.example").Endpoint(endpoint => endpoint
            .Endpoint(new IPEndPoint(IPAddress.Loopback, receiver._port)).AllowUnsecureAuthentication(true).AuthenticationRequired(password is not null)).Build();
        var services = new ServiceProvider();
        services.Add(new Store(receiver));
        services.Add(new Mailboxes());
        services.Add(new Logins(receiver, password));
        receiver._serving = new SmtpServer.SmtpServer(options, services).StartAsync(receiver._stop.Token);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    /// <summary>A port where nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    sealed class Store(MailReceiver receiver) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var content = new MemoryStream(buffer.ToArray());
            receiver._mails.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
            return SmtpResponse.Ok;
        }
    }

    sealed class Mailboxes : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => to.User switch
        {
            "nobody" => throw new SmtpResponseException(new(SmtpReplyCode.MailboxUnavailable, $"5.1.1 <{to.User}@{to.Host}> is unknown here")),
            "full" => throw new SmtpResponseException(new(SmtpReplyCode.InsufficientStorage, "4.2.2 over quota")),
            _ => Task.FromResult(true),
        };
    }

    sealed class Logins(MailReceiver receiver, string? password) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string given, CancellationToken cancellationToken)
        {
            if (given == password)
            {
                receiver.Users.Enqueue(user);
            }

            return Task.FromResult(given == password);
        }
    }
}
