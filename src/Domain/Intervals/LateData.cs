using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Intervals;

/// <summary>What has come since a run read its sources. A file's version is the hash of the interval's rows in it: the same hash again changes nothing (domain.md 2.5).</summary>
public static class LateData
{
    /// <summary>The difference in words, or null where there is none. A file that has gone is none: what was read of it stays. Of a run that failed on its way
    /// to a source nothing is known there; of one that failed on the source itself, that it can be read now.</summary>
    public static string? Change(string source, IReadOnlyList<IngestedFile> files, Run run)
    {
        var isUnread = !run.Sources.ContainsKey(source);
        if (isUnread && run.ProgressOf(Step.Ingest(source)).State is not StepState.Failed && run.Fallback?.Unreadable.Contains(source) is not true)
        {
            return null;
        }

        var read = run.Sources.GetValueOrDefault(source, []).ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);
        // What has been read already may have come under another name.
        var contents = run.Sources.GetValueOrDefault(source, []).Select(file => file.FileSha256).ToHashSet(StringComparer.Ordinal);
        var came = files.Where(file => !read.ContainsKey(file.Name) && (isUnread || !contents.Contains(file.FileSha256))).ToList();
        if (came.Find(file => file.Rows > 0 || isUnread) is { } late)
        {
            return $"{late.Name} of '{source}' has come";
        }

        return files.FirstOrDefault(file => read.TryGetValue(file.Name, out var sha256) && sha256 != file.Sha256) is { } changed
            ? $"{changed.Name} of '{source}' has changed"
            : null;
    }
}
