namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>All folds of streams that the store keeps, each found by being there: a class that is made without arguments. In the order of their names.</summary>
public static class Folds
{
    /// <summary>Every state that is kept as a snapshot of its stream. New ones: a store keeps those that it was given.</summary>
    public static IReadOnlyList<IWriteModel> WriteModels() => [.. All().OfType<IWriteModel>()];

    /// <summary>Every read model of single streams. New ones: a store keeps those that it was given.</summary>
    public static IReadOnlyList<IFold> ReadModels() => [.. All().Where(fold => fold is not IWriteModel)];

    /// <summary>New ones.</summary>
    public static IReadOnlyList<IFold> All() =>
    [
        .. typeof(Folds).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFold)))
            .Select(type => (IFold)Activator.CreateInstance(type)!)
            .OrderBy(fold => fold.Model, StringComparer.Ordinal),
    ];
}
