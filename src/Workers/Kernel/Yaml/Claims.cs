namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>Who has taken which name first: ids within their kind, tables and metrics over the whole workspace.</summary>
sealed class Claims(ProblemList problems)
{
    readonly Dictionary<(string Within, string Kind, string Name), Place> taken = [];

    /// <summary>Takes a name; one that is already taken is a problem at the second place.</summary>
    public void Take(string kind, string name, Place place, string within = "")
    {
        var claim = (within, kind, name);
        if (!taken.TryAdd(claim, place))
        {
            problems.Add(place, $"There are two {kind} '{name}'; the first is at {taken[claim]}.", "Rename one of them.");
        }
    }
}
