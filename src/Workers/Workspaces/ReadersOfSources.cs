using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>What is to be said of a source by who reads it, once all pipelines are known.</summary>
static class ReadersOfSources
{
    public static void Tell(Reading reading, IReadOnlyDictionary<string, LoadedSource?> sources)
    {
        var readers = reading.NamedSources.ToLookup(named => named.Source);
        foreach (var (id, loaded) in sources)
        {
            if (!readers.Contains(id))
            {
                reading.Problems.Warn(new($"{SourceReader.Folder}/{id}/source.yml", 1), $"No pipeline reads the source '{id}'.", "Name it under `sources` of a pipeline.yml, or remove its folder.");
            }

            if (loaded is not null && WhyOneZone(loaded) is var (why, orElse))
            {
                TellZones(reading, why, orElse, [.. readers[id]]);
            }
        }
    }

    static void TellZones(Reading reading, string why, string orElse, IReadOnlyList<NamedSource> readers)
    {
        foreach (var other in readers.Where(reader => reader.Zone != readers[0].Zone))
        {
            reading.Problems.Add(
                other.Place, $"'{readers[0].Pipeline}' reads '{other.Source}' in {readers[0].Zone} and '{other.Pipeline}' in {other.Zone}, and {why}.",
                $"Give both pipelines one `zone`{orElse}, or have a source for each.");
        }
    }

    /// <summary>
    /// Why all readers have to be in one zone. A delivery is read once for all: a time with an offset becomes one of the reader's clocks (domain.md 2.7b), and what is asked for is asked
    /// from midnight to midnight of the reader's days; in two zones it would be two deliveries.
    /// </summary>
    static (string Why, string OrElse)? WhyOneZone(LoadedSource loaded) =>
        TimeOf(loaded) is { } column ? ($"its column '{column}' is a timestamp, which is converted to the pipeline's zone", $", make '{column}' a varchar in the contract")
        : loaded.Source.Fetch is not null ? ("it is asked for the pipeline's days, from midnight to midnight", "")
        : null;

    static string? TimeOf(LoadedSource loaded) => loaded.Source.Contracts.SelectMany(contract => contract.Columns)
        .FirstOrDefault(column => ColumnType.Parse(column.Type).Family is TypeFamily.Timestamp)?.Name;
}
