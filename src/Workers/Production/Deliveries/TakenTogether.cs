using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>Several deliveries of a source as the one thing that an interval reads.</summary>
static class TakenTogether
{
    public static IngestResult Of(SourceDefinition source, IReadOnlyList<(DataInterval Period, IngestResult Found)> taken)
    {
        Ingested[] there = [.. taken.Select(one => Part(source, one.Period, one.Found switch { Ingested found => found, Missing missing => missing.Found, _ => null })).OfType<Ingested>()];
        var all = there.Length == 0 ? null : new Ingested([.. Files(source, there)], there.Sum(found => found.Rows), Fingerprint(there))
        {
            Deliveries = [.. there.SelectMany(found => found.Deliveries)],
        };
        var missing = taken.Select(one => one.Found).OfType<Missing>().ToList();
        Unsettled[] late = [.. taken.Select(one => one.Found).OfType<Unsettled>()];
        var lacking = missing.FindAll(one => !one.IsConfirmed);
        if (lacking.Count == 0 && late.Length > 0)
        {
            return new Unsettled([.. late.SelectMany(one => one.Files).Distinct()], late.Max(one => one.Left));
        }

        // Without anything there is, the interval is as empty as each of its periods was confirmed to be.
        return lacking.Count == 0 && all is not null ? all : new Missing([.. (lacking.Count > 0 ? lacking : missing).SelectMany(one => one.ExpectedFiles).Distinct()])
        {
            IsConfirmed = lacking.Count == 0,
            Found = all is { Files.Count: > 0 } ? all : null,
            Lacking = [.. missing.SelectMany(one => one.Lacking)],
        };
    }

    // Each period has a part of its own of a file that is split; its rows are numbered in each anew.
    static Ingested? Part(SourceDefinition source, DataInterval period, Ingested? found) =>
        found is not null && source.Split is not null ? found with { Files = [.. found.Files.Select(file => file with { Part = period })] } : found;

    // A file by the month that was declared without a period is the file of all its days.
    static IEnumerable<IngestedFile> Files(SourceDefinition source, IEnumerable<Ingested> there)
    {
        var files = there.SelectMany(found => found.Files);
        return source.Split is null ? files.DistinctBy(file => file.Name) : files;
    }

    static string Fingerprint(IEnumerable<Ingested> there)
    {
        string[] seen = [.. there.Where(found => found.Files.Count > 0).Select(found => found.SchemaFingerprint).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return seen is [var one] ? one : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', seen))));
    }
}
