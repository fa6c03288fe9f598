using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Runs;

/// <summary>Fetches files from where a source says that they come from (domain.md 2.5).</summary>
public sealed class SourceOrigin(string dataFolder)
{
    /// <summary>
    /// Brings the interval's files from the origin to where the source expects them: those that are not there, and of those that are not whole the
    /// origin's. Each is written aside and renamed. Says why not where nothing was brought; null where something was.
    /// </summary>
    public string? Fetch(SourceDefinition source, Slice slice)
    {
        string[] names = [.. SourcePaths.Of(source, source.PeriodOf(slice).Days)];
        if (source.Origin is not { } origin)
        {
            return $"{string.Join(", ", names)}: not there, and the source declares no `origin` to fetch it from.";
        }

        try
        {
            var brought = names.SelectMany(name => SourcePaths.There(FolderOf(origin), name)).Count(name => Bring(origin, name));
            return brought > 0 ? null : $"{string.Join(", ", names)}: nothing new at the origin {origin}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The origin {origin} cannot be read: {e.Message}";
        }
    }

    string FolderOf(string origin) => Path.GetFullPath(Path.Combine(dataFolder, origin));

    bool Bring(string origin, string name)
    {
        var (from, to) = (SourcePaths.Full(FolderOf(origin), name), SourcePaths.Full(dataFolder, name));
        if (File.Exists(to) && File.ReadAllBytes(to).AsSpan().SequenceEqual(File.ReadAllBytes(from)))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var aside = Path.Combine(Path.GetDirectoryName(to)!, $".{Path.GetRandomFileName()}.part");
        File.Copy(from, aside);
        File.Move(aside, to, overwrite: true);
        return true;
    }
}
