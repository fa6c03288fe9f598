using System.Reflection;

namespace EventedPipelines.Workers.Kernel.Kinds;

/// <summary>All kinds that a workspace may name, each sort in the order of their words.</summary>
public sealed class WorkspaceKinds
{
    /// <summary>The sort of kind that a check is of.</summary>
    public const string OfChecks = "check";

    readonly IReadOnlyList<IWorkspaceKind> _all;

    WorkspaceKinds(IEnumerable<IWorkspaceKind> all)
    {
        _all = [.. all.OrderBy(kind => kind.Word, StringComparer.Ordinal)];
        foreach (var sort in _all.GroupBy(kind => kind.Sort))
        {
            if (sort.SelectMany(kind => new[] { kind.Word, $"stored as {kind.StoredAs}" }).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            {
                throw new InvalidOperationException($"Two kinds are called '{twice}'.");
            }
        }
    }

    /// <summary>Those in the folders of this project.</summary>
    public static WorkspaceKinds Shipped { get; } = new(In(typeof(WorkspaceKinds).Assembly));

    /// <summary>Those of one sort.</summary>
    public IReadOnlyList<TSort> Of<TSort>()
        where TSort : IWorkspaceKind => [.. _all.OfType<TSort>()];

    /// <summary>What events call those of one sort.</summary>
    public IReadOnlyList<string> NamesOf(string sort) => [.. _all.Where(kind => kind.Sort == sort).Select(kind => kind.StoredAs)];

    /// <summary>Null where there is none of the name.</summary>
    public TSort? Find<TSort>(string storedAs)
        where TSort : class, IWorkspaceKind => _all.OfType<TSort>().FirstOrDefault(kind => kind.StoredAs == storedAs);

    /// <exception cref="InvalidOperationException">There is no such kind: an event of another release names it.</exception>
    public TSort Get<TSort>(string storedAs)
        where TSort : class, IWorkspaceKind => Find<TSort>(storedAs) ?? throw new InvalidOperationException($"This release has no kind of {_all.OfType<TSort>().FirstOrDefault()?.Sort ?? typeof(TSort).Name} '{storedAs}'.");

    /// <summary>These and more.</summary>
    /// <exception cref="InvalidOperationException">Two of one sort have one name.</exception>
    public WorkspaceKinds With(params IEnumerable<IWorkspaceKind> more) => new(_all.Concat(more));

    static IEnumerable<IWorkspaceKind> In(Assembly assembly) =>
        assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IWorkspaceKind))).Select(type => (IWorkspaceKind)Activator.CreateInstance(type)!);
}
