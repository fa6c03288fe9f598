namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>Tests that measure time or start processes run beside no other.</summary>
[CollectionDefinition(nameof(OnItsOwn), DisableParallelization = true)]
public sealed class OnItsOwn;
