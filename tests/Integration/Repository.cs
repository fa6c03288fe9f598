namespace EventedPipelines.Tests.Integration;

/// <summary>The folder of this repository, found upwards from where the tests run.</summary>
static class Repository
{
    static readonly Lazy<string> root = new(() =>
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EventedPipelines.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no folder with EventedPipelines.sln.");
    });

    public static string Folder(string relative) => Path.Combine(root.Value, relative);
}
