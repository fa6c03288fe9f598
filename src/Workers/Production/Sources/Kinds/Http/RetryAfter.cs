using System.Net.Http.Headers;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>How long to wait before a request is made again.</summary>
static class RetryAfter
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestUnasked = TimeSpan.FromMinutes(1);

    /// <summary>What the server asks for (RFC 9110, 10.2.3), in seconds or as a date, else twice as long each time.</summary>
    /// <param name="asked">Null where it does not say.</param>
    /// <param name="now">By which a date is meant.</param>
    /// <param name="attempt">The one that has failed, from 1.</param>
    public static TimeSpan Of(RetryConditionHeaderValue? asked, DateTimeOffset now, int attempt)
    {
        var wait = asked switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(attempt - 1, 10), LongestUnasked.Ticks)),
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
