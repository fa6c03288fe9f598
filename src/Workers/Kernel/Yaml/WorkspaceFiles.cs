using System.Text;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>The files below a workspace's folder, named by their relative path with '/'; those of <paramref name="over"/>, later folders first, stand for those of the same name.</summary>
sealed class WorkspaceFiles(string root, ProblemList problems, params IReadOnlyList<string?> over)
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Root { get; } = Path.GetFullPath(root);

    public bool Exists(string file) => File.Exists(PathOf(file));

    /// <summary>The folders in a folder, hidden ones left out, in ordinal order; none where there is no such folder.</summary>
    public IReadOnlyList<string> FoldersIn(string folder) => Names(folder, path => Directory.GetDirectories(path));

    public IReadOnlyList<string> FilesIn(string folder) => Names(folder, path => Directory.GetFiles(path));

    /// <summary>The text with '\n' line ends, or null with a problem: line ends must not make two versions of one definition.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wantedBy">Where it is named.</param>
    /// <param name="decodable">Makes of its bytes those that are UTF-8, where its format has more to say of them.</param>
    public string? Text(string file, Place wantedBy, Func<byte[], byte[]>? decodable = null)
    {
        if (!Exists(file))
        {
            problems.Add(wantedBy, $"There is no file {file}.", "Create it, or correct its name (names are case-sensitive).");
            return null;
        }

        try
        {
            var bytes = File.ReadAllBytes(PathOf(file));
            return Normal(StrictUtf8.GetString(decodable?.Invoke(bytes) ?? bytes));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new(file, 1), "The file is not UTF-8 text.", "Save it as UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(file, 1), $"The file cannot be read: {error.Message}", "Give this process the right to read it.");
        }

        return null;
    }

    /// <summary>The text as its author has written it, with the byte order mark and the line ends.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Raw(string file) => StrictUtf8.GetString(File.ReadAllBytes(PathOf(file)));

    /// <summary>The text as all of the workspace's are read: without byte order mark, with '\n' line ends.</summary>
    public static string Normal(string text) => text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The keys of a YAML file's one document.</summary>
    public YamlBlock? Yaml(string file, string what, Place wantedBy) => Text(file, wantedBy) is { } text ? new YamlText(file, text, problems).Root(what) : null;

    IReadOnlyList<string> Names(string folder, Func<string, string[]> list)
    {
        var there = Folders.Select(one => Path.Combine(one, folder)).Where(Directory.Exists);
        return [.. there.SelectMany(list).Select(entry => Path.GetFileName(entry)!).Where(name => !name.StartsWith('.')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    IEnumerable<string> Folders => [.. over.OfType<string>().Reverse(), Root];

    string PathOf(string file) => Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists, Path.Combine(Root, file));
}
