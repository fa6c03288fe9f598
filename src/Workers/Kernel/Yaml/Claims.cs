namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>Who has taken which name first: ids within their kind, tables and metrics over the whole workspace.</summary>
sealed class Claims(ProblemList problems)
{
    readonly Dictionary<(string Within, string Kind, string Name), Place> _taken = [];

    /// <summary>Takes a name; one that is already taken is a problem at the second place.</summary>
    public void Take(string kind, string name, Place place, string within = "")
    {
        var claim = (within, kind, name);
        if (!_taken.TryAdd(claim, place))
        {
            problems.Add(place, $"There are two {kind} '{name}'; the first is at {_taken[claim]}.", "Rename one of them.");
        }
    }
}
