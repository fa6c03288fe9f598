using System.Threading.RateLimiting;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>So many requests are worked on at a time and as many wait; the rest are told to come back, before the database drowns in them.</summary>
public static class InFlightLimit
{
    public static void AddInFlightLimit(this IServiceCollection services, ApiSettings settings) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.StartsWithSegments("/api")
            ? RateLimitPartition.GetConcurrencyLimiter("api", _ => new()
            {
                PermitLimit = settings.InFlight,
                QueueLimit = settings.InFlight,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            })
            : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = async (rejected, _) => await rejected.HttpContext.WriteProblemAsync(
            Problems.Of(StatusCodes.Status429TooManyRequests, "Too many at once", "More requests are in flight than this server works on.", "Send it again in a moment."),
            retryAfterSeconds: 1);
    });
}
