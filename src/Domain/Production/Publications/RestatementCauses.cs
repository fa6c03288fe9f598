using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>Why numbers are not what they were: everything that differs between the two runs that computed them (domain.md 2.9), not the first thing found.</summary>
public static class RestatementCauses
{
    public static IEnumerable<RestatementCause> Between(Run before, Run after)
    {
        foreach (var source in after.Sources.Keys.Union(before.Sources.Keys).Order(StringComparer.Ordinal))
        {
            if (Difference(source, before.Sources.GetValueOrDefault(source), after.Sources.GetValueOrDefault(source)) is { } difference)
            {
                yield return new(RestatementCauseKind.Data, difference);
            }
        }

        if (Earlier(before, after) is { } earlier)
        {
            yield return new(RestatementCauseKind.Data, earlier);
        }

        foreach (var (pipeline, reads) in after.Upstream)
        {
            if (Anew(reads, dataInterval => before.PinnedGenerationOf(pipeline, dataInterval)) is { } anew)
            {
                yield return new(RestatementCauseKind.Data, $"{pipeline} was published anew: {anew}");
            }
        }

        if (before.DefinitionVersion != after.DefinitionVersion)
        {
            yield return new(RestatementCauseKind.Definition, $"the definition is version {after.DefinitionVersion}, it was {before.DefinitionVersion}");
        }

        if (before.PolicyVersion is { } old && after.PolicyVersion is { } now && old != now)
        {
            yield return new(RestatementCauseKind.Policy, $"the policies are version {now}, they were {old}");
        }

        foreach (var verdict in after.Verdicts.Skip(before.Verdicts.Count))
        {
            yield return new(RestatementCauseKind.Verdict, $"rows that check '{verdict.Check}' had set apart were {(verdict.Verdict is Verdict.Readmit ? "readmitted" : "discarded")}");
        }

        foreach (var source in after.ConfirmedEmpty.Except(before.ConfirmedEmpty))
        {
            yield return new(RestatementCauseKind.Verdict, $"'{source}' was confirmed to be empty");
        }
    }

    static string? Difference(string source, IReadOnlyList<IngestedFile>? before, IReadOnlyList<IngestedFile>? after)
    {
        var read = (before ?? []).ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);
        string[] came = [.. (after ?? []).Where(file => !read.ContainsKey(file.Name)).Select(file => $"{file.Name} has come")];
        string[] changed = [.. (after ?? []).Where(file => read.TryGetValue(file.Name, out var hash) && hash != file.Sha256).Select(file => $"{file.Name} has changed")];
        string[] gone = [.. read.Keys.Except((after ?? []).Select(file => file.Name)).Select(name => $"{name} is gone")];
        return (string[])[.. came, .. changed, .. gone] is { Length: > 0 } all ? $"'{source}': {string.Join(", ", all)}" : null;
    }

    static string? Earlier(Run before, Run after) => Anew(after.Pinned, before.PinnedGenerationOf) is { } anew ? $"earlier intervals were published anew: {anew}" : null;

    static string? Anew(IEnumerable<PinnedIntervals> reads, Func<DataInterval, int?> before)
    {
        DataIntervalRange[] anew = [.. reads.Where(pinned => pinned.Range.DataIntervals.Any(dataInterval => before(dataInterval) != pinned.Generation)).Select(pinned => pinned.Range)];
        return anew.Length == 0 ? null : $"{string.Join(", ", anew.Take(6))}{(anew.Length > 6 ? $" and {anew.Length - 6} more" : "")}";
    }
}
