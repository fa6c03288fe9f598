using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Schemas;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// Writes the next version of a contract into the workspace, with what people have approved (domain.md 7.2). The one in force until then stands beside it (ADR-0038);
/// where the next is in force from the same day on it takes its place. What came so before the latest version is in force becomes a version between: it follows the one that those
/// days are read by, and the later ones stay as they are.
/// </summary>
public sealed class ContractRevision(Workspace workspace, WorkspaceKinds kinds) : IContractFiles
{
    static readonly EqualityComparer<Column> AsWritten = EqualityComparer<Column>.Create(
        (one, other) => CanonicalJson.HashOf(one) == CanonicalJson.HashOf(other), column => CanonicalJson.HashOf(column).GetHashCode(StringComparison.Ordinal));

    public SourceDefinition Read(string source) => SourceIn(Loaded([]), source);

    public RevisedContract Write(string source, IReadOnlyList<SourceDrift> drifts, DateOnly from, SourceDefinition? inForce)
    {
        var now = Loaded([]);
        var contracts = SourceIn(now, source).Contracts;
        var before = SourceIn(now, source).InForce(from);
        var next = contracts.SkipWhile(version => version != before).ElementAtOrDefault(1);
        ColumnDrift[] changes = [.. drifts.Select(drift => drift.Seen.Change).Where(change => !change.IsIn(before))];
        if (changes.Length == 0)
        {
            return Written();
        }

        if (inForce?.Contracts.FirstOrDefault(version => version.Version == before.Version) is { } known && CanonicalJson.HashOf(known) != CanonicalJson.HashOf(before))
        {
            throw new NotSupportedException($"{FileOf(before)} is not version {before.Version} as it is in force: somebody has changed it since. Restart, so that it is in force, or undo the change.");
        }

        // What the version after it has already came earlier than it is in force.
        var comes = next is not null && drifts.All(drift => drift.Seen.Change.IsIn(next)) ? next : null;
        var (number, text) = comes is null ? (contracts.Max(version => version.Version) + 1, TextOf(FileOf(before))) : (comes.Version, TextOf(FileOf(comes)));
        var file = (comes ?? before) == contracts[^1] ? $"{FolderOf(source)}{ContractReader.File}" : $"{FolderOf(source)}{EarlierFile(number)}";
        List<(string File, string Text)> written = [(file, ContractEdit.Next(text, number, from, comes is null ? changes : []))];
        if (comes is null && before == contracts[^1] && !(from <= before.From))
        {
            written.Insert(0, ($"{FolderOf(source)}{EarlierFile(before.Version)}", text));
        }

        var revised = Tried(written);
        if (comes is null && SourceIn(revised, source).Contracts.Single(version => version.Version == number).Columns.SequenceEqual(before.Columns, AsWritten))
        {
            return Written();
        }

        Put(written);
        return new(number, from, file, Diff(text, written[^1].Text), Reading(revised));

        // Whoever wrote it was killed before saying so.
        RevisedContract Written()
        {
            var last = contracts.TakeWhile(version => version != before).LastOrDefault();
            return new(before.Version, before.From ?? from, FileOf(before), last is null ? "" : Diff(TextOf(FileOf(last)), TextOf(FileOf(before))), Reading(now));
        }

        IReadOnlyList<PipelineDefinition> Reading(IEnumerable<PipelineDefinition> pipelines) => [.. pipelines.Where(pipeline => pipeline.Sources.Any(read => read.Id == source))];

        string FileOf(Contract version) => $"{FolderOf(source)}{(version == contracts[^1] ? ContractReader.File : EarlierFile(version.Version))}";
    }

    static string FolderOf(string source) => $"{SourceReader.Folder}/{source}/";

    static SourceDefinition SourceIn(IEnumerable<PipelineDefinition> pipelines, string source) => pipelines.SelectMany(pipeline => pipeline.Sources).FirstOrDefault(known => known.Id == source)
        ?? throw new NotSupportedException($"No pipeline of the workspace reads '{source}' any more.");

    static string EarlierFile(int version) => FormattableString.Invariant($"contract.v{version}.yml");

    string TextOf(string file) => new WorkspaceFiles(workspace.Folder, new ProblemList(), workspace.Revised).Raw(file);

    static string Diff(string before, string after) => LineDiff.Of(WorkspaceFiles.Normal(before), WorkspaceFiles.Normal(after));

    IEnumerable<PipelineDefinition> Tried(IEnumerable<(string File, string Text)> written)
    {
        var aside = Directory.CreateTempSubdirectory("ep-contract-").FullName;
        try
        {
            foreach (var (file, text) in written)
            {
                Whole(Path.Combine(aside, file), text);
            }

            return Loaded([aside]);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    // All or nothing: the last one says that there is a new version, and whoever is killed before it finds the version of before a second time, which the loader lets be.
    void Put(List<(string File, string Text)> written)
    {
        var folder = workspace.Revised ?? workspace.Folder;
        List<string> put = [];
        try
        {
            foreach (var path in written.Select(each => Path.Combine(folder, each.File)))
            {
                put.Add(path);
                Whole(path, written[put.Count - 1].Text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            put[..^1].ForEach(File.Delete);
            throw;
        }
    }

    static void Whole(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.new";
        try
        {
            File.WriteAllText(aside, text);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(aside))
            {
                File.Delete(aside);
            }

            throw;
        }
    }

    IEnumerable<PipelineDefinition> Loaded(IEnumerable<string> over) =>
        WorkspaceLoader.Load(workspace.Folder, kinds, [.. new[] { workspace.Revised }.OfType<string>(), .. over]) switch
        {
            WorkspaceLoaded loaded => loaded.Workspace.Pipelines,
            var load => throw new NotSupportedException($"With it the workspace has problems: {string.Join(" ", ((WorkspaceRefused)load).Problems)}"),
        };
}
