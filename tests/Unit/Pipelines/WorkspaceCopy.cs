namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>The definitions of a workspace in a folder of their own, to be changed; what the system writes there is left behind.</summary>
sealed class WorkspaceCopy : IDisposable
{
    public WorkspaceCopy(string workspace)
    {
        foreach (var file in Directory.GetFiles(workspace, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".yml" or ".sql"))
        {
            Write(Path.GetRelativePath(workspace, file), File.ReadAllText(file));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("workspace-").FullName;

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

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
