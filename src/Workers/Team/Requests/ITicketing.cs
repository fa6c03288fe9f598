using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Workers.Team.Requests;

/// <summary>A system that tickets are filed in (domain.md 5.4).</summary>
public interface ITicketing
{
    /// <summary>Returns the ticket with the draft's external key: a new one, or the one that is there already.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="policy">Where it belongs.</param>
    /// <param name="secret">The value of the environment variable that the policy names, null where it names none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="NotFiledException">The system did not take it. Other exceptions are trouble on the way, which may pass.</exception>
    Task<FiledTicket> FileAsync(TicketDraft draft, TicketingPolicy policy, string? secret, CancellationToken cancellationToken);
}

/// <param name="ExternalKey">The same for each attempt: a system has one ticket with it.</param>
/// <param name="Body">Plain text.</param>
/// <param name="Points">As estimated.</param>
public sealed record TicketDraft(string ExternalKey, string Title, string Body, string Area, string Requester, decimal Points);

/// <param name="Id">What people of that system call it, such as DATA-12.</param>
/// <param name="Url">Where they see it, https or http; null where the system does not say.</param>
public sealed record FiledTicket(string Id, string? Url);

/// <summary>
/// The system did not take a ticket, or did not say so. The message is kept in the history, so that it holds no secret.
/// </summary>
/// <param name="message">What happened; where it is permanent, also which setting is to be looked at.</param>
/// <param name="isPermanent">Only a person can change that.</param>
/// <param name="retryAfter">How long to wait at least before the next attempt.</param>
/// <param name="cause">Trouble on the way.</param>
public sealed class NotFiledException(string message, bool isPermanent = false, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(message, cause)
{
    public bool IsPermanent => isPermanent;

    public TimeSpan? RetryAfter => retryAfter;
}
