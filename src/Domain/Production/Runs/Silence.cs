using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// Where a source has nothing to say (domain.md 1.4): no file was delivered for the period and nobody confirmed that it is empty, whatever the source expects. A
/// period for which its calendar expects nothing is empty by the calendar. What needs the source is not computable there, and never zero.
/// </summary>
public static class Silence
{
    /// <summary>The sources that are not due yet or not used, and of those that the model's columns need the ones with nothing to say in all that it is computed from.</summary>
    public static IReadOnlyCollection<string> Lacking(ModelDefinition model, RunMaterial material) => [.. material.NotYetDue, .. Of(model, material)];

    static IEnumerable<string> Of(ModelDefinition model, RunMaterial material)
    {
        var from = material.Definition.ComputesFrom(model, material.DataInterval);
        return material.Definition.Sources.Where(source => model.Needs(source.Id) && IsSilent(source, material.DataInterval, material.Sources, material.ConfirmedEmpty) && material.Earlier
            .Where(interval => !(from > interval.DataInterval.Last))
            .All(interval => IsSilent(source, interval.DataInterval, interval.Sources, interval.ConfirmedEmpty))).Select(source => source.Id);
    }

    /// <summary>Of the sources that any column needs, those with nothing to say in the run's own interval, in words; null where there is none.</summary>
    public static string? WordsOf(PipelineDefinition definition, Run run)
    {
        string[] silent = [.. definition.Sources
            .Where(source => definition.IsNeeded(source.Id) && !run.NotYetDue.ContainsKey(source.Id) && IsSilent(source, run.DataInterval, run.Sources, run.ConfirmedEmpty))
            .Select(source => source.HasEnded(source.PeriodOf(run.DataInterval))
                ? $"The data of '{source.Id}' ended on {source.Ends:yyyy-MM-dd}."
                : $"Nothing was delivered of '{source.Id}' for {source.PeriodOf(run.DataInterval)}, and nobody has confirmed that it is empty.")];
        return silent.Length > 0 ? string.Join(' ', silent) : null;
    }

    static bool IsSilent(SourceDefinition source, DataInterval dataInterval, IReadOnlyDictionary<string, IReadOnlyList<IngestedFile>> sources, IReadOnlyCollection<string> confirmedEmpty) =>
        !source.Reference
        && sources.GetValueOrDefault(source.Id) is not { Count: > 0 }
        && !confirmedEmpty.Contains(source.Id)
        && (source.Calendar is not { } calendar || source.HasEnded(source.PeriodOf(dataInterval)) || source.PeriodOf(dataInterval).Days.Any(calendar.Expects));
}
