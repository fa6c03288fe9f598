using System.Text;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Workers.Team.Requests;

public abstract record TicketResult
{
    public sealed record Filed(FiledTicket Ticket) : TicketResult;

    /// <param name="Error">Holds no secret.</param>
    /// <param name="IsPermanent">Only a person can change that; the error says where.</param>
    /// <param name="RetryAfter">How long to wait at least before the next attempt; null leaves it to who asks.</param>
    public sealed record Failed(string Error, bool IsPermanent, TimeSpan? RetryAfter) : TicketResult;
}

/// <summary>One attempt to file a ticket in the system that the policies name: what came of it is an answer, whatever went wrong.</summary>
public sealed class TicketFiler(WorkspaceKinds kinds, IServiceProvider services, AttemptLimit limit)
{
    readonly Dictionary<TicketingKind, ITicketing> _systems = kinds.Of<ITicketingKind>().ToDictionary(kind => kind.Kind, kind => kind.Filer(services));

    /// <summary>An attempt that follows a failed one files no second ticket, if it waits as long as that one said.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the ticket is filed is not known.</exception>
    public async Task<TicketResult> FileAsync(TicketDraft draft, TicketingPolicy policy, CancellationToken cancellationToken)
    {
        var secret = policy.SecretFrom is { } variable ? Environment.GetEnvironmentVariable(variable)?.Trim() : null;
        if (policy.SecretFrom is not null && string.IsNullOrEmpty(secret))
        {
            return new TicketResult.Failed($"The environment variable {policy.SecretFrom} of `ticketing` is not set.", IsPermanent: true, null);
        }

        if (!_systems.TryGetValue(policy.Kind, out var system))
        {
            return new TicketResult.Failed($"This release has no kind of ticketing system '{policy.Kind}'.", IsPermanent: true, null);
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit.Value);
        try
        {
            return new TicketResult.Filed(await system.FileAsync(draft, policy, secret, limited.Token));
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failed = FailedBy(e);
            return failed with { Error = Redaction.Of(failed.Error, secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{policy.User}:{secret}"))) };
        }
    }

    TicketResult.Failed FailedBy(Exception e) => e switch
    {
        NotFiledException { InnerException: { } cause, RetryAfter: var wait } => FailedBy(cause) with { RetryAfter = wait },
        NotFiledException refused => new(refused.Message, refused.IsPermanent, refused.RetryAfter),
        OperationCanceledException => new($"The ticketing system did not answer within {limit.Value.TotalSeconds:0.#} s.", IsPermanent: false, null),
        NotSentException refused => new(refused.Message, refused.IsPermanent, null),
        { InnerException: NotSentException refused } => new(refused.Message, refused.IsPermanent, null),
        _ => new($"The ticketing system could not be reached: {e.Message}", IsPermanent: false, null),
    };
}
