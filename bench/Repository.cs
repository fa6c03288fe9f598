namespace EventedPipelines.Bench;

/// <summary>This repository, found upwards from the program.</summary>
static class Repository
{
    public static string Folder(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventedPipelines.sln")))
            {
                return Path.Combine(folder.FullName, path);
            }
        }

        throw new InvalidOperationException($"No EventedPipelines.sln above {AppContext.BaseDirectory}.");
    }
}
