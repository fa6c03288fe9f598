namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What a person has to know about the files that a run has read, though nothing held it up.</summary>
public static class ReadingWarnings
{
    /// <summary>A sentence on each source with rows that do not fit its contract, with a delivery that came twice, or with one that may not be whole (domain.md 2.5, 2.7).</summary>
    public static IEnumerable<string> Of(Run run)
    {
        foreach (var (source, files) in run.Sources.OrderBy(source => source.Key, StringComparer.Ordinal))
        {
            if (files.Sum(file => file.RejectedRows) is > 0 and var rejected)
            {
                yield return FormattableString.Invariant($"{rejected} {(rejected == 1 ? "row" : "rows")} of '{source}' {(rejected == 1 ? "was" : "were")} rejected.");
            }

            foreach (var file in files.Where(file => file.DuplicateOf is not null))
            {
                yield return $"{file.Name} of '{source}' is {file.DuplicateOf} delivered again, and counts once.";
            }

            foreach (var doubt in files.Select(file => file.Doubt).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                yield return $"'{source}' may not be whole: {doubt}";
            }
        }
    }
}
