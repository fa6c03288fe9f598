namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>A line of a file of the workspace.</summary>
public readonly record struct Place(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>What is wrong so far. Reading goes on after a problem, so that a person sees all of them at once.</summary>
public sealed class ProblemList
{
    readonly List<WorkspaceProblem> _found = [];
    readonly List<WorkspaceProblem> _warnings = [];

    public int Count => _found.Count;

    public IReadOnlyList<WorkspaceProblem> InOrder => Ordered(_found);

    public IReadOnlyList<WorkspaceProblem> Warnings => Ordered(_warnings);

    public void Add(Place place, string message, string remedy) => _found.Add(new(place.File, place.Line, message, remedy));

    /// <summary>What a person should know of, and may leave as it is.</summary>
    public void Warn(Place place, string message, string remedy) => _warnings.Add(new(place.File, place.Line, message, remedy));

    static IReadOnlyList<WorkspaceProblem> Ordered(IEnumerable<WorkspaceProblem> list) =>
        [.. list.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];
}
