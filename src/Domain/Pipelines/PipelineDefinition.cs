using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Domain.Pipelines;

public enum Audience
{
    Experiments,
    Investors,
}

/// <summary>
/// What a pipeline is: the whole of `pipeline.yml` with its contracts and SQL resolved, so that a version of it can be stored,
/// compared and run again without the files it came from.
/// </summary>
public sealed record PipelineDefinition(
    string Id,
    string Area,
    Audience Audience,
    Grain Grain,
    string Zone,
    IReadOnlyList<SourceDefinition> Sources,
    IReadOnlyList<ModelDefinition> Models,
    IReadOnlyList<CheckDefinition> Checks,
    IReadOnlyList<MetricDefinition> Metrics)
{
    /// <summary>Each in the pipeline's zone.</summary>
    public IReadOnlyList<SourceDefinition> Sources { get; init => field = [.. value.Select(source => source with { Zone = Zone })]; } =
        [.. Sources.Select(source => source with { Zone = Zone })];

    public IReadOnlyList<AlertDefinition>? Alerts { get; init; }

    /// <summary>The workspace's policy for late data, where it is not the default.</summary>
    public LateDataPolicy? LateData { get; init; }

    public LateDataPolicy LateDataPolicy => LateData ?? LateDataPolicy.Default;

    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public IEnumerable<CheckDefinition> InputChecks => Checks.Where(check => !ReadsModel(check));

    public IEnumerable<CheckDefinition> OutputChecks => Checks.Where(ReadsModel);

    /// <summary>Whether columns are null without the source (domain.md 1.4).</summary>
    public bool IsNeeded(string source) => Models.Any(model => model.Needs(source));

    public SourceDefinition Source(string id) => Sources.Single(source => source.Id == id);

    public ModelDefinition Model(string id) => Models.Single(model => model.Id == id);

    /// <summary>Those that run in the interval (domain.md 2.4).</summary>
    public IEnumerable<ModelDefinition> ModelsIn(Slice interval) => Models.Where(model => model.RunsIn(interval));

    public IEnumerable<CheckDefinition> OutputChecksIn(Slice interval) => OutputChecks.Where(check => Model(check.Target).RunsIn(interval));

    /// <summary>Whether any of its runs reads other intervals than its own.</summary>
    public bool ReadsEarlier => Models.Any(ReadsBeyond) || OutputChecks.Any(check => check.History is not null);

    public bool ReadsEarlierIn(Slice interval) => ModelsIn(interval).Any(ReadsBeyond) || OutputChecksIn(interval).Any(check => check.History is not null);

    /// <summary>The first day that a run of the interval reads, for its models or to compare; null for all there is.</summary>
    public DateOnly? ReadsFrom(Slice interval) =>
        First([.. ModelWindows(interval), .. OutputChecksIn(interval).Select(check => (check.History ?? Window.Interval).From(interval, Grain))]);

    /// <summary>The first day that its numbers are made of; null for all there is.</summary>
    public DateOnly? ComputesFrom(Slice interval) => First([interval.First, .. ModelWindows(interval)]);

    /// <summary>The first day that a model's rows are made of in the interval, over all that it reads; null for all there is.</summary>
    public DateOnly? ComputesFrom(ModelDefinition model, Slice interval)
    {
        var before = Models.TakeWhile(earlier => earlier.Id != model.Id).Where(earlier => model.Mentions(earlier.Id));
        return First([.. WindowsOf(model).Append(Window.Interval).Select(window => window.From(interval, model.Grain)), .. before.Select(earlier => ComputesFrom(earlier, interval))]);
    }

    /// <summary>The sources and models that a model reads, itself where it reads its rows of earlier intervals.</summary>
    public IEnumerable<string> ReadsOf(ModelDefinition model) =>
        Sources.Select(source => source.Id)
            .Concat(Models.TakeWhile(earlier => earlier.Id != model.Id).Select(earlier => earlier.Id))
            .Concat(model.WindowOf(model.Id).ReadsEarlier ? [model.Id] : [])
            .Where(model.Mentions);

    /// <summary>
    /// The first day of a source's data, or of the data that a model is made of; null where one of its sources does not say when it begins. A reference has no days.
    /// </summary>
    public DateOnly? BeginningOf(string relation) => First([.. MadeOf(relation).Where(source => !source.Reference || source.Id == relation).Select(source => source.Begins)]);

    /// <summary>Of the relations named, those that the later interval's run reads of the earlier one.</summary>
    public bool Reads(Slice later, Slice earlier, IReadOnlyCollection<string> relations) => ModelsIn(later).Any(model =>
        relations.Any(relation => model.Mentions(relation) && !(model.WindowOf(relation).From(later, model.Grain) > earlier.Last)));

    IEnumerable<SourceDefinition> MadeOf(string relation) =>
        Sources.FirstOrDefault(source => source.Id == relation) is { } source ? [source] : ReadsOf(Model(relation)).Where(input => input != relation).SelectMany(MadeOf);

    bool ReadsBeyond(ModelDefinition model) => model.Grain != Grain || WindowsOf(model).Any(window => window.ReadsEarlier);

    IEnumerable<DateOnly?> ModelWindows(Slice interval) =>
        ModelsIn(interval).SelectMany(model => WindowsOf(model).Append(Window.Interval).Select(window => window.From(interval, model.Grain)));

    static IEnumerable<Window> WindowsOf(ModelDefinition model) => model.Reads?.Values ?? [];

    static DateOnly? First(IReadOnlyCollection<DateOnly?> days) => days.Contains(null) ? null : days.Min();

    bool ReadsModel(CheckDefinition check) => Models.Any(model => model.Id == check.Target);
}

/// <summary>
/// A `files` source. <paramref name="Path"/> is relative to the workspace's data folder and may hold `{date:format}`, one file per
/// day of the interval, and the globs `*` and `?`; without a date one file covers many intervals and <paramref name="Split"/>, a DuckDB expression over the
/// contract's columns, gives the day of each row, or any day of its month (domain.md 2.5). A <paramref name="Reference"/> source is
/// one file that every interval reads whole, such as a chart of accounts. A source is exactly one of the three.
/// </summary>
/// <remarks>
/// <paramref name="Period"/> is the slice of time that one delivery covers, the interval's own unless given: a ledger comes by the month, also
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

    public static readonly TimeSpan UsualSettle = TimeSpan.FromSeconds(10);

    /// <summary>How long a file has to stay as it is, in size and time, before it is read; null for <see cref="UsualSettle"/>.</summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>
    /// The name of a file in the folder of each that says that it is whole: then it is there when that one is, and needs no time to settle. `{name}` stands
    /// for the file's own name.
    /// </summary>
    public string? Done { get; init; }

    /// <summary>
    /// The zone of the pipeline that reads it, to which a time with an offset is converted (domain.md 2.7b); null where nobody reads it yet. It is the
    /// pipeline's, and stored there only.
    /// </summary>
    [JsonIgnore]
    public string? Zone { get; init; }

    /// <summary>The format of a file, by its name unless the source says it.</summary>
    public FileFormat FormatOf(string name) => Format ?? FileFormats.Of(name);

    /// <summary>Whether the interval is owed a delivery: without one it waits where it is, and is empty where it is not (domain.md 2.5).</summary>
    public bool IsExpected(Slice interval) => DaysExpected(interval).Any();

    /// <summary>The days of the interval for which there has to be a file.</summary>
    public IEnumerable<DateOnly> DaysExpected(Slice interval) => interval.Days.Where(day => Expects is Expectation.Every && Calendar?.Expects(day) != false && !(day < Begins));

    /// <summary>The delivery that an interval reads.</summary>
    public Slice PeriodOf(Slice interval) => Slice.Of(Period ?? interval.Grain, interval.First);

    /// <summary>From when on the delivery for the interval may be missed. Before that it is not yet due.</summary>
    public DateTimeOffset DueAt(Slice interval, TimeZoneInfo zone) => PeriodOf(interval).ClosesAt(zone) + (Available ?? TimeSpan.Zero);
}

/// <summary>Whether a source owes data to every interval, so that an interval without any waits, or to none (domain.md 2.5).</summary>
public enum Expectation
{
    Every,
    Any,
}

public sealed record CsvFormat(string Delimiter = ",", string Quote = "\"", TextEncoding Encoding = TextEncoding.Utf8);

public enum TextEncoding
{
    Utf8,
    Utf16,
    Latin1,
}

/// <summary>The data contract of a source. <paramref name="RefundWhen"/> is a DuckDB predicate that marks legitimate negatives (domain.md 2.7).</summary>
public sealed record Contract(string Id, int Version, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key, string? RefundWhen)
{
    /// <summary>A DuckDB expression for what a row earns, such as `quantity * unit_price`, where no column has it.</summary>
    public string? Amount { get; init; }
}

/// <summary>A column and its DuckDB type. Money is `decimal(19,4)` (domain.md 2.10).</summary>
/// <remarks>
/// <paramref name="Needs"/>, of a target's column, are the sources without which it cannot be computed: it is null while one of them is
/// not yet due (domain.md 2.4). The values of a <paramref name="Personal"/> column are masked wherever people see rows.
/// </remarks>
public sealed record Column(string Name, string Type, bool Nullable = true, IReadOnlyList<string>? Needs = null, bool Personal = false);

/// <summary>
/// One SELECT in DuckDB's dialect over the sources and the models before it. With a target its rows are published. A model by the month in
/// a pipeline by the day runs in the run that closes the month, and reads the whole month (domain.md 2.4).
/// </summary>
/// <remarks><paramref name="Reads"/> says of a source or model how far back it is read; what is not in it is read for the interval.
/// A model that reads itself sees its rows of earlier intervals.</remarks>
public sealed partial record ModelDefinition(string Id, Grain Grain, string Sql, TargetDefinition? Target, IReadOnlyDictionary<string, Window>? Reads = null)
{
    public Window WindowOf(string relation) => Reads?.GetValueOrDefault(relation) ?? Window.Interval;

    /// <summary>A relation of one row that every model may read: `first_day` and `last_day` of what it computes.</summary>
    public const string Period = "period";

    /// <summary>Whether the SQL names the relation outside of comments and texts; true also for a column of the same name.</summary>
    public bool Mentions(string relation) => Names(Sql, relation);

    /// <summary>The same of any SQL, such as that of a check.</summary>
    public static bool Names(string sql, string relation) => Regex.IsMatch(CommentOrText.Replace(sql, " "), $@"\b{Regex.Escape(relation)}\b", RegexOptions.IgnoreCase);

    /// <summary>Whether a column of its target cannot be computed without the source (domain.md 1.4).</summary>
    public bool Needs(string source) => Target?.Columns.Any(column => column.Needs?.Contains(source) == true) == true;

    /// <summary>Whether it runs in the interval: every one of its own grain, or the one that closes the month.</summary>
    public bool RunsIn(Slice interval) => Grain == interval.Grain || interval.End.Day == 1;

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", RegexOptions.Singleline)]
    static partial Regex CommentOrText { get; }
}

/// <summary>A table of the warehouse schema. The publication adds interval, run id, generation, completeness and warning to each row (domain.md 2.9).</summary>
public sealed record TargetDefinition(string Table, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key);

/// <summary>
/// A published metric: <paramref name="Value"/>, an aggregate expression over the model's rows, per value of the column
/// <paramref name="Period"/>; once in total and once for each value of each column in <paramref name="By"/>.
/// <paramref name="Grain"/> is the grain of the period: day or month, the grain of its model. The period column is a date; of a month, its first day.
/// </summary>
public sealed record MetricDefinition(string Id, string Model, string Value, string Period, Grain Grain, string Unit, IReadOnlyList<string> By);

/// <summary>
/// An alert when a metric is lower than <paramref name="Drop"/> (0.10 is a tenth) below the period before (domain.md 2.11). Only of complete
/// numbers, and only of the total.
/// </summary>
public sealed record AlertDefinition(string Id, string Metric, Grain Grain, decimal Drop);
