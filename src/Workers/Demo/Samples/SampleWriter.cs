using System.Globalization;

namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// Writes synthetic orders, activity and expenses: the same bytes for the same seed and day, on any machine, in any order of days.
/// The data says so itself: a README.md beside it, and every id starts with "SYN-".
/// </summary>
public static class SampleWriter
{
    /// <summary>The day's files as they should be, whatever goes wrong with their delivery.</summary>
    public static void WriteDay(string dataFolder, int seed, DateOnly day)
    {
        foreach (var file in SampleFile.Of(seed, day))
        {
            Write(dataFolder, seed, file);
        }
    }

    /// <summary>Written aside and then renamed, so that no reader sees half a file. A file that is already right is left alone.</summary>
    public static void Write(string dataFolder, int seed, SampleFile file)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"Synthetic data written by EventedPipelines' sample writer, seed {seed}. No real trade, person or company.");
        Lay(dataFolder, new("README.md", [note]));
        Lay(dataFolder, file);
    }

    static void Lay(string dataFolder, SampleFile file)
    {
        var (path, content) = (Path.GetFullPath(Path.Combine(dataFolder, file.Path)), file.Content);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var aside = Path.Combine(folder, $".{Path.GetRandomFileName()}.part");
        File.WriteAllBytes(aside, content);
        File.Move(aside, path, overwrite: true);
    }
}
