using System.Net;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>Where the host of an origin is. The addresses that were checked are the ones to connect to.</summary>
static class OriginAddress
{
    /// <exception cref="Domain.Production.Runs.StepFailedException">The name is unknown, or one of its addresses is private although that is not allowed.</exception>
    public static async Task<IPAddress[]> OfAsync(string host, bool allowPrivate, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await CheckedConnection.ResolveAsync(host, cancellationToken);
            return allowPrivate || addresses.FirstOrDefault(PrivateNetworks.Hold) is not { } refused
                ? addresses
                : throw Failure.Permanent(host, $"{host} is at {refused}, which is a private address.", "If that is meant, say `allow_private: true` in the source's block.");
        }
        catch (NotSentException error)
        {
            throw Failure.Transient(host, error.Message, "It is tried again. If it keeps failing, correct the host or look at this machine's DNS.", error);
        }
    }
}
