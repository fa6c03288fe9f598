using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// A file as one interval sees it. <paramref name="Name"/> is its path below the data folder, <paramref name="Sha256"/> the content
/// hash of the interval's rows (its version, domain.md 2.5) and the name of its Parquet snapshot in the lake,
/// <paramref name="FileSha256"/> the hash of the file as delivered. Rows that do not fit the contract are in the Parquet file
/// <paramref name="Rejects"/>; where some of them stood among the interval's rows, the others keep their numbers and the file is
/// <paramref name="Numbered"/>. One with the bytes of another of the interval, which it names by <paramref name="DuplicateOf"/>, was delivered twice:
/// it is never read, and has no rows.
/// </summary>
public sealed record IngestedFile(
    string Name, string Sha256, string FileSha256, long Rows, long Bytes, long RejectedRows, string? Rejects = null, bool Numbered = false, string? DuplicateOf = null)
{
    /// <summary>Of a file that is split, the period whose rows these are, where an interval reads several of them.</summary>
    public DataInterval? Part { get; init; }

    /// <summary>By which version of the contract it was read, where that is not the latest.</summary>
    public int? ContractVersion { get; init; }

    /// <summary>What speaks against it that the source gave all that it has, in words; null where nothing does.</summary>
    public string? Doubt { get; init; }

    /// <summary>What tells it from the others of an interval, as people read it.</summary>
    [JsonIgnore]
    public string Label => Part is { } part ? $"{Name} ({part})" : Name;

    /// <summary>Whether it is the same content, read in the same way: what else its source said of it may change.</summary>
    public static bool AreSame(IReadOnlyList<IngestedFile> some, IReadOnlyList<IngestedFile> others) =>
        some.Select(file => file with { Doubt = null }).SequenceEqual(others.Select(file => file with { Doubt = null }));
}

/// <summary>A delivery of which something lacks: how often it has been fetched in vain, and when it is fetched next; null where its budget is spent.</summary>
public sealed record LackingDelivery(Guid Id, DataInterval Period, int Attempts, DateTimeOffset? ReingestAt);

/// <summary>Which version of a source's delivery a run reads.</summary>
public sealed record PinnedDelivery(DataInterval Period, int Number);

/// <summary>A model's rows in the lake: the SHA-256 that names the Parquet file, and how many rows it holds.</summary>
public sealed record ModelOutput(string Sha256, long Rows);

/// <summary>Rows that a check, by this version of its rule, set apart, by the hash of the Parquet file that holds them.</summary>
public sealed record QuarantinedRows(string Source, string Check, string Sha256, long Rows, int RuleVersion = 1);

/// <summary>What an interval's publication left in the lake, as later intervals read it.</summary>
public sealed record EarlierInterval(
    DataInterval DataInterval,
    IReadOnlyDictionary<string, IReadOnlyList<IngestedFile>> Sources,
    IReadOnlyList<QuarantinedRows> Quarantine,
    IReadOnlyDictionary<string, ModelOutput> Models)
{
    /// <summary>Sources of which a person said that there is nothing to come.</summary>
    public IReadOnlyCollection<string> ConfirmedEmpty { get; init; } = [];

    /// <summary>The definition that it was made by: contracts and models may have changed since.</summary>
    public required PipelineDefinition MadeBy { get; init; }

    /// <summary>The versions of the contract by which the files of a source were read.</summary>
    public IReadOnlyList<Contract> ContractsOf(SourceDefinition source) => (MadeBy.Sources.FirstOrDefault(known => known.Id == source.Id) ?? source).Contracts;
}

/// <summary>
/// All that a step of a run reads: the pinned definition, what the steps before it left in the lake, and the earlier intervals that the
/// run has pinned, in order.
/// </summary>
public sealed record RunMaterial(
    Guid RunId,
    DataInterval DataInterval,
    PipelineDefinition Definition,
    IReadOnlyDictionary<string, IReadOnlyList<IngestedFile>> Sources,
    IReadOnlyList<QuarantinedRows> Quarantine,
    IReadOnlyDictionary<string, ModelOutput> Models)
{
    public IReadOnlyList<EarlierInterval> Earlier { get; init; } = [];

    /// <summary>The intervals of other pipelines that the run has pinned, by pipeline.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EarlierInterval>> Upstream { get; init; } = ImmutableDictionary<string, IReadOnlyList<EarlierInterval>>.Empty;

    /// <summary>The versions of the deliveries that the files are of, by source.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PinnedDelivery>> Deliveries { get; init; } = ImmutableDictionary<string, IReadOnlyList<PinnedDelivery>>.Empty;

    /// <summary>Sources of which a person said that there is nothing to come for the interval.</summary>
    public IReadOnlyCollection<string> ConfirmedEmpty { get; init; } = [];

    /// <summary>What people said of rows set apart, in order.</summary>
    public IReadOnlyList<StandingVerdict> Verdicts { get; init; } = [];

    /// <summary>Sources that are not due yet, or that a fallback goes without: there are no rows of them, what needs them is null, and nothing is to be checked of them.</summary>
    public IReadOnlyCollection<string> NotYetDue { get; init; } = [];

    /// <summary>Whether it is a source of which nothing has come, and nothing was to come: a person has said so, it has ended, or it expects nothing of the period (domain.md 2.5).</summary>
    public bool HasNothingToCome(string relation) => Definition.Sources.FirstOrDefault(source => source.Id == relation) is { } source
        && Sources.GetValueOrDefault(relation) is not { Count: > 0 }
        && (ConfirmedEmpty.Contains(relation) || source.HasEnded(source.PeriodOf(DataInterval)) || (source.Expects is Expectation.Every && !source.IsExpected(source.PeriodOf(DataInterval))));
}
