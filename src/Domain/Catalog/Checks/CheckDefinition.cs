using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Checks;

/// <summary>
/// What kind a check is of. Here are those that a rule of this project is about. Canonical JSON leaves out the default, which is NotNull: hashes of definitions go
/// by it.
/// </summary>
[JsonConverter(typeof(KindJson))]
public readonly record struct CheckKind : IKind<CheckKind>
{
    const string Default = "NotNull";

    readonly string? _other;

    public CheckKind(string name) => _other = name == Default ? null : name;

    /// <summary>A gap has the source fetched again.</summary>
    public static CheckKind Completeness { get; } = new("Completeness");

    /// <summary>It holds a contract to its key.</summary>
    public static CheckKind Duplicates { get; } = new("Duplicates");

    public string Name => _other ?? Default;

    public static CheckKind Named(string name) => new(name);

    public override string ToString() => Name;
}

public enum CheckSeverity
{
    Info,
    Warn,
    Error,
    Critical,
}

/// <summary>What a failed check does: nothing, set the rows apart, publish as partial, or stop the run (domain.md 2.7).</summary>
public enum CheckAction
{
    Continue,
    Quarantine,
    Partial,
    Block,
}

public enum CheckOutcome
{
    Passed,
    Warned,
    Failed,
    Errored,
    NotEnoughHistory,
}

/// <summary>
/// A check of a source (<paramref name="Target"/> names it: an input check) or of a model (an output check).
/// <paramref name="Columns"/> are what the kind looks at. For a reconciliation, <paramref name="Total"/> is the aggregate over the
/// target and <paramref name="Against"/> the aggregate over the raw rows of a source; those of <see cref="Also"/> are added to it.
/// </summary>
public sealed record CheckDefinition(
    string Id,
    int Version,
    CheckKind Kind,
    string Target,
    IReadOnlyList<string> Columns,
    CheckSeverity Severity,
    CheckAction Action,
    string? Total = null,
    ReconciledSource? Against = null,
    decimal Tolerance = 0)
{
    /// <summary>
    /// The source that the check stands in, null where it is the pipeline's own. It holds for every reader of the source, and looks at each
    /// delivery for itself, so that the day and the month that read it leave out the same rows (domain.md 2.7a).
    /// </summary>
    public string? Contract { get; init; }

    /// <summary>Whether it is the source's own.</summary>
    public bool IsOfSource(string source) => Contract is not null && Target == source;

    /// <summary>Nobody wrote it: it holds the contract to its key (<see cref="ContractKeys"/>).</summary>
    public bool IsOfKey { get; init; }

    /// <summary>Of `reconciliation`: further sources whose totals are added.</summary>
    public IReadOnlyList<ReconciledSource>? Also { get; init; }

    /// <summary>Of `accepted_values`: the values that the column may have.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Of `row_count`: how many rows there must be at least, and at most. Of `anomaly`: how many earlier intervals at least.</summary>
    public int? Least { get; init; }

    public int? Most { get; init; }

    /// <summary>Of `freshness`: how much older than the end of the interval the newest value may be.</summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>Of `custom`: a SELECT that gives the offending rows, or a predicate over the target's rows that marks them.</summary>
    public string? Sql { get; init; }

    public string? Where { get; init; }

    /// <summary>Of `anomaly`: the aggregate that is looked at, the column it is looked at for each value of, and how far back.</summary>
    public string? Value { get; init; }

    public string? By { get; init; }

    public Window? History { get; init; }

    /// <summary>Of `anomaly`: from which modified z-score on a value is an outlier.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>Of `anomaly`: the share of the expected value that the usual deviation is at least taken for.</summary>
    public decimal? Floor { get; init; }

    /// <summary>What a kind has keys for beyond these, by key.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}

public sealed record ReconciledSource(string Source, string Total);
