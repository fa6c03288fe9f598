namespace EventedPipelines.Workers.Pipelines;

/// <summary>A line of a file of the workspace.</summary>
readonly record struct Place(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>What is wrong so far. Reading goes on after a problem, so that a person sees all of them at once.</summary>
sealed class ProblemList
{
    readonly List<WorkspaceProblem> found = [];

    public int Count => found.Count;

    public IReadOnlyList<WorkspaceProblem> InOrder =>
        [.. found.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];

    public void Add(Place place, string message, string remedy) => found.Add(new(place.File, place.Line, message, remedy));
}
