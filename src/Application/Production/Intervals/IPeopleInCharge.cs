using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Application.Production.Intervals;

/// <summary>Whose a run is that goes without something, as its placeholder names it. Whoever knows the people says it: production does not.</summary>
public interface IPeopleInCharge
{
    Task<InCharge> OfAsync(IQuerySession session, Run run, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Owner">Whose area it is, in words.</param>
/// <param name="OnCall">Who stands there now; null where nobody is recorded.</param>
/// <param name="NextPageAt">When somebody is paged next, where nothing is tried before.</param>
public sealed record InCharge(string Owner, string? OnCall, DateTimeOffset NextPageAt);
