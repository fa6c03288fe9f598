namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>The definitions of a workspace in a folder of their own, to be changed; what the system writes there is left behind.</summary>
sealed class WorkspaceCopy : IDisposable
{
    public WorkspaceCopy(string workspace, Func<string, bool>? wants = null)
    {
        foreach (var file in DefinitionsIn(workspace).Where(wants ?? (_ => true)))
        {
            Write(file, File.ReadAllText(Path.Combine(workspace, file)));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("workspace-").FullName;

    /// <summary>With one pipeline, the file's own where it is one's, unless that reads others: loading all of them for every key takes its time.</summary>
    public static WorkspaceCopy Around(string file, string workspace)
    {
        var pipeline = PipelineOf(file) ?? DefinitionsIn(workspace).Select(PipelineOf).OfType<string>().Order(StringComparer.Ordinal).First();
        var readsOthers = File.ReadAllText(Path.Combine(workspace, "pipelines", pipeline, "pipeline.yml")).Contains("\ntargets:", StringComparison.Ordinal);
        return new(workspace, other => readsOthers || PipelineOf(other) is null || PipelineOf(other) == pipeline);
    }

    /// <summary>Those with the ending, relative to the workspace.</summary>
    public IReadOnlyList<string> Files(string ending) =>
        [.. Directory.GetFiles(Folder, $"*{ending}", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    static IEnumerable<string> DefinitionsIn(string workspace) => Directory.GetFiles(workspace, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(workspace, file))
        .Where(file => Path.GetExtension(file) is ".yml" or ".sql" or ".ics" || file == "holidays.csv");

    static string? PipelineOf(string file) => file.Split('/') is ["pipelines", var area, var id, ..] ? $"{area}/{id}" : null;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
