namespace EventedPipelines.Cli.CommandLine;

/// <summary>The folder that holds the shipped workspace: found upwards from the program, which `./run` builds below it; beside the program in an image.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "workspace", "evented.yml")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
