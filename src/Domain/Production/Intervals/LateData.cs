using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>
/// What a look finds of a source: its files; null where they are not there, or cannot be read. <paramref name="Unreadable"/> says why not, where reading
/// them again would not help.
/// </summary>
public sealed record SourceLook(string Source, IReadOnlyList<IngestedFile>? Files, string? Unreadable = null)
{
    /// <summary>A file of no interval of its own: changed, it holds for what runs from then on.</summary>
    public bool IsReference { get; init; }

    /// <summary>A file of many intervals: broken, it is the next run's to tell, once and not for each of them.</summary>
    public bool IsShared { get; init; }

    /// <summary>Of the period's files some are there, and not all that are expected.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Columns are null without a file of it, which one without rows changes.</summary>
    public bool IsNeeded { get; init; }
}

/// <summary>
/// What has come since a run ended, however it ended (domain.md 2.5). A file's version is the hash of the interval's rows in it: the same hash again
/// changes nothing. What a run found missing or unreadable has come when it is there; of what it never came to, only what differs from the first look after
/// it: a run that fails on one source for good is not opened again for the others, which were there all the time.
/// </summary>
public static class LateData
{
    /// <summary>The difference in words, or null where there is none. A file that has gone is none: what was read of it stays.</summary>
    public static string? Change(SourceLook look, Interval interval, Run run) => (WayOf(look.Source, run), look) switch
    {
        (ReadWay.Missing, { Files: { } files }) => files.Count > 0 ? $"{files[0].Name} of '{look.Source}' has come" : $"'{look.Source}' has come",
        (ReadWay.Missing, { Unreadable: null }) when IsConfirmed(look.Source, interval, run) => $"'{look.Source}' was confirmed to be empty",
        (ReadWay.Read, { IsNeeded: true, Files: null or [] }) when run.Sources[look.Source].Count == 0 && IsConfirmed(look.Source, interval, run) => $"'{look.Source}' was confirmed to be empty",
        (ReadWay.Missing, { Unreadable: { } reason }) => $"'{look.Source}' has come and cannot be read: {reason}",
        (ReadWay.Unreadable, { Files: not null }) => $"'{look.Source}' can be read now",
        (ReadWay.Read, { Unreadable: null, Files: null } or { IsPartial: true }) when WentWithout(look.Source, run) && IsConfirmed(look.Source, interval, run) =>
            $"'{look.Source}' was confirmed to be empty",

        // What is not due counts when it is there as a whole, or has fallen due: until then each run would go without it again.
        (ReadWay.Read, { IsPartial: true }) when run.NotYetDue.ContainsKey(look.Source) => null,
        (ReadWay.Read, { Files: not null, IsPartial: false }) when run.Lacking.GetValueOrDefault(look.Source) is [var last, ..] => $"{last} of '{look.Source}' has come",
        (ReadWay.Read, { Unreadable: { } reason, IsReference: false, IsShared: false }) => $"'{look.Source}' has come and cannot be read: {reason}",
        (ReadWay.Read, { Files: { } files, IsReference: false }) => Difference(look, files, Known(run.Sources[look.Source]), run.ConfirmedEmpty.Contains(look.Source)),
        (ReadWay.Never, { Files: { } files, IsReference: false }) when interval.Found.GetValueOrDefault(look.Source) is { } found => Difference(look, files, Known(found), isEmpty: false),
        _ => null,
    };

    /// <summary>A run that its deadline ended while it lacked nothing goes on in a generation of its own.</summary>
    public static string? Resumes(Run run) =>
        run is { IsCutShort: true, Lacking.IsEmpty: true }
        && run.Plan.Sources.All(source => WayOf(source, run) is ReadWay.Read or ReadWay.Never) ? "Its deadline had ended the run before it was through" : null;

    /// <summary>What the run never came to, as it is found first: what comes after that is late.</summary>
    public static SourceFound? First(SourceLook look, Interval interval, Run run, DateTimeOffset now) =>
        WayOf(look.Source, run) is ReadWay.Never
            && !interval.Found.ContainsKey(look.Source) ? new(interval.Id, run.Generation, look.Source, [.. (look.Files ?? []).Select(file => new FoundFile(file.Label, file.Sha256))], now) : null;

    // Since the run ended, or it would have gone on by it.
    static bool IsConfirmed(string source, Interval interval, Run run) => interval.ConfirmedEmpty.Contains(source) && !run.ConfirmedEmpty.Contains(source);

    static bool WentWithout(string source, Run run) => run.Lacking.ContainsKey(source) || run.NotYetDue.ContainsKey(source);

    static ReadWay WayOf(string source, Run run) => run.ProgressOf(Step.Ingest(source)).State switch
    {
        _ when run.Fallback?.Absent.Contains(source) == true => ReadWay.Missing,
        StepState.Failed or StepState.Retrying => ReadWay.Unreadable,
        _ when run.Fallback?.Unreadable.Contains(source) == true => ReadWay.Unreadable,
        _ when run.Sources.ContainsKey(source) => ReadWay.Read,
        StepState.Waiting => ReadWay.Missing,
        _ => ReadWay.Never,
    };

    static string? Difference(SourceLook look, IReadOnlyList<IngestedFile> files, Dictionary<string, string> known, bool isEmpty)
    {
        var isFirst = look.IsNeeded && known.Count == 0 && !isEmpty;
        if (files.FirstOrDefault(file => !known.ContainsKey(file.Label) && !IsKnownAsOther(file) && (file.Rows > 0 || isFirst)) is { } late)
        {
            return $"{late.Name} of '{look.Source}' has come";
        }

        return files.FirstOrDefault(file => known.TryGetValue(file.Label, out var sha256) && sha256 != file.Sha256) is { } changed
            ? $"{changed.Name} of '{look.Source}' has changed"
            : null;

        // What was read has come once more under this name, which now counts as the original.
        bool IsKnownAsOther(IngestedFile file) => files.Any(other => other.DuplicateOf == file.Name && known.ContainsKey(other.Name));
    }

    static Dictionary<string, string> Known(IEnumerable<IngestedFile> files) => files.ToDictionary(file => file.Label, file => file.Sha256, StringComparer.Ordinal);

    static Dictionary<string, string> Known(IEnumerable<FoundFile> files) => files.ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);

    /// <summary>How far a run came with a source.</summary>
    enum ReadWay
    {
        Read,
        Missing,
        Unreadable,
        Never,
    }
}
