using System.Text.Json.Serialization;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>
/// A `files` source. <paramref name="Path"/> is relative to the workspace's data folder and may hold `{date:format}`, one file per
/// day of the interval, and the globs `*` and `?`; without a date one file covers many intervals and <paramref name="Split"/>, a DuckDB expression over the
/// contract's columns, gives the day of each row, or any day of its month (domain.md 2.5). A <paramref name="Reference"/> source is
/// one file that every interval reads whole, such as a chart of accounts. A source is exactly one of the three.
/// </summary>
/// <remarks>
/// <paramref name="Period"/> is the data interval of time that one delivery covers, the interval's own unless given: a ledger comes by the month, also
/// for the days of it. What does not come by itself is fetched from the same path below the folder <paramref name="Origin"/>, relative to the data
/// folder (domain.md 2.5). With a <paramref name="Calendar"/> there is one on its days only. A delivery is there <paramref name="Available"/> after its period has closed (domain.md 2.4).
/// There is nothing before <paramref name="Begins"/>, the first day of its data (domain.md 2.4a).
/// </remarks>
public sealed record SourceDefinition(
    string Id,
    string Path,
    string? Split,
    CsvFormat Csv,
    Contract Contract,
    bool Reference = false,
    Expectation Expects = Expectation.Every,
    Grain? Period = null,
    TimeSpan? Available = null,
    DeliveryCalendar? Calendar = null,
    FileFormat? Format = null,
    decimal? MostRejects = null,
    string? Origin = null,
    DateOnly? Begins = null)
{
    /// <summary>The share of a file's rows that may be rejected unless the source says another; beyond it the file is refused.</summary>
    public const decimal UsualRejects = 0.05m;

    public static readonly TimeSpan UsualRefetch = TimeSpan.FromHours(6);

    public static readonly TimeSpan UsualSettle = TimeSpan.FromSeconds(10);

    /// <summary>How long a file has to stay as it is, in size and time, before it is read; null for <see cref="UsualSettle"/>.</summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>
    /// The name of a file in the folder of each that says that it is whole: then it is there when that one is, and needs no time to settle. `{name}` stands
    /// for the file's own name.
    /// </summary>
    public string? Done { get; init; }

    /// <summary>Whose it is: an engineer, or another team; null where nobody is named.</summary>
    public string? Owner { get; init; }

    /// <summary>How long after a fetch a source that is asked for its data is asked again, for as long as its readers watch it; null for <see cref="UsualRefetch"/>.</summary>
    public TimeSpan? Refetch { get; init; }

    /// <summary>The API that it comes from; null where it comes otherwise.</summary>
    public HttpOrigin? Http { get; init; }

    /// <summary>The database that it comes from; null where it comes otherwise.</summary>
    public PostgresOrigin? Postgres { get; init; }

    /// <summary>Whom it is asked of; null where its files come by themselves. Its <see cref="Path"/> then names its deliveries.</summary>
    [JsonIgnore]
    public IFetchOrigin? Fetch => (IFetchOrigin?)Http ?? Postgres;

    /// <summary>The versions of the contract that were in force before, in the order of their days; null where there is one only.</summary>
    public IReadOnlyList<Contract>? Earlier { get; init; }

    /// <summary>All versions of the contract, in the order of the days from which they are in force.</summary>
    [JsonIgnore]
    public IReadOnlyList<Contract> Contracts => [.. Earlier ?? [], Contract];

    /// <summary>The last day of its data; null where there is no end in sight.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>
    /// The zone of the pipeline that reads it, to which a time with an offset is converted (domain.md 2.7b); null where nobody reads it yet. It is the
    /// pipeline's, and stored there only.
    /// </summary>
    [JsonIgnore]
    public string? Zone { get; init; }

    /// <summary>How its CSV files are written: the contract has the word, since that changes with its versions.</summary>
    [JsonIgnore]
    public CsvFormat CsvRead => Contract.Csv ?? Csv;

    /// <summary>The format of a file, by its name unless the contract or the source says it. What was asked for is kept under names that say it, as rows and no more as pages.</summary>
    public FileFormat FormatOf(string name) => Fetch is not null ? FileFormats.Of(name) : Contract.Format ?? Format ?? FileFormats.Of(name);

    /// <summary>The number that people find the first row of a file by: in CSV its line, behind what is skipped and the header, else 1.</summary>
    public long FirstRowOf(string name) => FormatOf(name) is FileFormat.Csv ? CsvRead.Skip + (CsvRead.Headless ? 1 : 2) : 1;

    /// <summary>
    /// The source by the version of its contract that is in force for the period: a file of March is read by March's version, in a rerun years later too (domain.md 1.5). A reference
    /// is one delivery for all periods, and is read by the latest.
    /// </summary>
    public SourceDefinition AsOf(DataInterval period) => Earlier is null ? this : Reference ? this with { Earlier = null }
        : this with { Contract = InForce(period.First), Earlier = null };

    /// <summary>The version of the contract that periods are read by that begin on the day.</summary>
    public Contract InForce(DateOnly day) => Reference ? Contract : Contracts.LastOrDefault(version => !(version.From > day)) ?? Contracts[0];

    /// <summary>Whether the interval is owed a delivery: without one it waits where it is, and is empty where it is not (domain.md 2.5).</summary>
    public bool IsExpected(DataInterval interval) => DaysExpected(interval).Any();

    /// <summary>Whether all of the period is after the last day of its data: it owes nothing then, and nothing is waited for. A reference has no days.</summary>
    public bool HasEnded(DataInterval period) => !Reference && Ends < period.First;

    /// <summary>Whether there can be anything for the period: it neither ended before, nor begins after it.</summary>
    public bool MayHave(DataInterval period) => !HasEnded(period) && !(Begins > period.Last);

    /// <summary>The days of the interval for which there has to be a file.</summary>
    public IEnumerable<DateOnly> DaysExpected(DataInterval interval) => interval.Days.Where(day => Expects is Expectation.Every && Calendar?.Expects(day) != false && !(day < Begins) && !(day > Ends));

    /// <summary>The periods whose deliveries an interval reads: a month those of all its days, a day that of its month where the source comes by the month.</summary>
    public IEnumerable<DataInterval> PeriodsOf(DataInterval interval)
    {
        var whole = PeriodOf(interval);
        return Reference ? [whole] : DataInterval.Between(Period ?? Grain.Day, whole.First, whole.Last);
    }

    /// <summary>What an interval reads of it, all together.</summary>
    public DataInterval PeriodOf(DataInterval interval) => DataInterval.Of(Period ?? interval.Grain, interval.First);

    /// <summary>From when on the delivery for the interval may be missed. Before that it is not yet due.</summary>
    public DateTimeOffset DueAt(DataInterval interval, TimeZoneInfo zone) => PeriodOf(interval).ClosesAt(zone) + (Available ?? TimeSpan.Zero);
}

/// <summary>Whether a source owes data to every interval, so that an interval without any waits, or to none (domain.md 2.5).</summary>
public enum Expectation
{
    Every,
    Any,
}
