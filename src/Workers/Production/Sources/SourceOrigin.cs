using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Fetches files from where a source says that they come from (domain.md 2.5).</summary>
public sealed class SourceOrigin(string dataFolder, FileSettling? settling = null)
{
    /// <summary>
    /// Brings the interval's files from the origin to where the source expects them: those that are not there, and of those that are not whole the
    /// origin's, but none that is being written. Each is written aside and renamed, and its marker comes after it. Says why not where nothing was brought; null where something was.
    /// </summary>
    public string? Fetch(SourceDefinition source, DataInterval dataInterval)
    {
        string[] names = [.. SourcePaths.Of(source, source.PeriodOf(dataInterval).Days)];
        if (source.Origin is not { } origin)
        {
            return "The source declares no `origin` to fetch it from.";
        }

        try
        {
            var brought = names.SelectMany(name => SourcePaths.There(FolderOf(origin), name)).Count(name => BringWhole(source, origin, name));
            return brought > 0 ? null : $"There is nothing new at the origin {origin}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StepFailedException)
        {
            return $"The origin {origin} cannot be read: {e.Message}";
        }
    }

    string FolderOf(string origin) => Path.GetFullPath(Path.Combine(dataFolder, origin));

    // Where a marker says what is whole it does so at the origin, too.
    bool BringWhole(SourceDefinition source, string origin, string name)
    {
        var settle = source.Settle ?? SourceDefinition.UsualSettle;
        if (settling?.LeftOf(SourcePaths.Full(dataFolder, name), settle) is not null || settling?.LeftOf(SourcePaths.Full(FolderOf(origin), name), settle) is not null)
        {
            return false;
        }

        if (source.Done is null)
        {
            return Bring(origin, name);
        }

        var marker = SourcePaths.MarkerOf(source.Done, name);
        return marker != name && File.Exists(SourcePaths.Full(FolderOf(origin), marker)) && (Bring(origin, name) | Bring(origin, marker));
    }

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
