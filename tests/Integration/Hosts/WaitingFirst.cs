using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Incidents;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(WaitingFirst))]

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>The live nights are long and mostly waiting: begun first, they are over when the others are.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !collection.TestCollectionDisplayName.Contains(nameof(when_the_night_is_lived_through), StringComparison.Ordinal))];
}
