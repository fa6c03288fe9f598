using System.Runtime.CompilerServices;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>The C# files of the repository, found from where this file was compiled.</summary>
static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    public static IEnumerable<SourceFile> Of(string project) => Under(Path.Combine("src", project));

    public static IEnumerable<SourceFile> Under(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        select new SourceFile(Path.GetRelativePath(Root, path), File.ReadAllText(path));

    static string ThisFile([CallerFilePath] string path = "") => path;
}

sealed record SourceFile(string Path, string Text)
{
    public override string ToString() => Path;
}
