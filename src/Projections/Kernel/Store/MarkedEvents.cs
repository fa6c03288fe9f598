namespace EventedPipelines.Projections.Kernel.Store;

public static class MarkedEvents
{
    /// <summary>The events of one kind of stream, by their marker, in the order of their names.</summary>
    public static IReadOnlyList<Type> Of<TMarker>() =>
        [.. typeof(TMarker).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(TMarker))).OrderBy(type => type.Name, StringComparer.Ordinal)];
}
