using EventedPipelines.Workers.Kernel.Kinds;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>A small workspace with comments, a day of data and the schemas for editors, that runs as it is: what `init` writes.</summary>
public static class StarterWorkspace
{
    const string Files = "starter/";

    /// <summary>Writes it into a folder that is empty or not there; returns the files, relative to it.</summary>
    /// <exception cref="IOException">The folder is not empty, or cannot be written to.</exception>
    public static IReadOnlyList<string> Write(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"{folder} is not empty. Name a folder that is, or that is not there yet.");
        }

        List<string> written = [];
        foreach (var (file, text) in WorkspaceSchemas.Of(WorkspaceKinds.Shipped))
        {
            File.WriteAllText(PathOf(folder, $".schemas/{file}", written), text);
        }

        var assembly = typeof(StarterWorkspace).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (PlaceOf(resource.Replace('\\', '/')) is { } file)
            {
                using var content = assembly.GetManifestResourceStream(resource)!;
                using var target = File.Create(PathOf(folder, file, written));
                content.CopyTo(target);
            }
        }

        return written;
    }

    static string PathOf(string folder, string file, List<string> written)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        written.Add(file);
        return path;
    }

    // A file that begins with a dot is none that a build would include.
    static string? PlaceOf(string resource) => resource switch
    {
        Files + "gitignore" => ".gitignore",
        _ when resource.StartsWith(Files, StringComparison.Ordinal) => resource[Files.Length..],
        _ => null,
    };
}
