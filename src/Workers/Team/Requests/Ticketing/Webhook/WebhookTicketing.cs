using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;

namespace EventedPipelines.Workers.Team.Requests.Ticketing.Webhook;

/// <summary>
/// A signed CloudEvent (<see cref="SignedPost"/>), whose id is the external key: a receiver that gets it twice files it once. It may answer with JSON that has
/// `id` and `url` of the ticket.
/// </summary>
public sealed class WebhookTicketing(TicketingHttp http, TimeProvider clock) : ITicketing
{
    const string Who = "The receiver of tickets";
    const int LongestId = 200;

    public async Task<FiledTicket> FileAsync(TicketDraft draft, TicketingPolicy policy, string? secret, CancellationToken cancellationToken)
    {
        using var request = Request(draft, policy, secret!);
        var answer = await http.AskAsync(request, policy, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw answer.Refusal(Who, null, Remedy(answer.Status, policy));
        }

        var id = answer.Json.TextAt("id")?.Trim();
        return new(id is { Length: > 0 and <= LongestId } ? id : draft.ExternalKey, answer.Json.UrlAt("url"));
    }

    HttpRequestMessage Request(TicketDraft draft, TicketingPolicy policy, string secret)
    {
        try
        {
            return SignedPost.Of(CloudEvent(draft), new(policy.Url), HeaderKey.Of(draft.ExternalKey), new(secret, policy.SecretFrom!), clock.GetUtcNow());
        }
        catch (NotSentException e)
        {
            throw new NotFiledException(e.Message, isPermanent: true);
        }
    }

    static string Remedy(int status, TicketingPolicy policy) => status switch
    {
        401 or 403 => $"see whether it has the signing key that is in {policy.SecretFrom}.",
        < 400 => "it has moved, so give `url` of `ticketing` its new address.",
        404 or 410 => "see whether `url` of `ticketing` is right.",
        _ => "it says why, if at all, where it runs.",
    };

    static object CloudEvent(TicketDraft draft) => new
    {
        specversion = "1.0",
        id = draft.ExternalKey,
        source = $"/evented-pipelines/{draft.Area}",
        type = "eventedpipelines.ticket.requested",
        subject = draft.ExternalKey,
        datacontenttype = "application/json",
        data = new
        {
            draft.ExternalKey,
            draft.Title,
            draft.Body,
            draft.Area,
            draft.Requester,
            draft.Points,
        },
    };
}
