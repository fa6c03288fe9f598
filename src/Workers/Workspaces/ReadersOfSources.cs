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

            if (loaded is not null && TimeOf(loaded) is { } column)
            {
                TellZones(reading, column, [.. readers[id]]);
            }
        }
    }

    // A delivery is read once for all, and a time with an offset becomes one of the reader's clocks (domain.md 2.7b): in two zones it would be two times.
    static void TellZones(Reading reading, string column, IReadOnlyList<NamedSource> readers)
    {
        foreach (var other in readers.Where(reader => reader.Zone != readers[0].Zone))
        {
            reading.Problems.Add(
                other.Place,
                $"'{readers[0].Pipeline}' reads '{other.Source}' in {readers[0].Zone} and '{other.Pipeline}' in {other.Zone}, and its column '{column}' is a timestamp, which is converted to the pipeline's zone.",
                $"Give both pipelines one `zone`, make '{column}' a varchar in the contract, or have a source for each.");
        }
    }

    static string? TimeOf(LoadedSource loaded) => loaded.Source.Contracts.SelectMany(contract => contract.Columns)
        .FirstOrDefault(column => ColumnType.Parse(column.Type).Family is TypeFamily.Timestamp)?.Name;
}
