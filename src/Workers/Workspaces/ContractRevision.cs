using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Schemas;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// Writes the next version of a contract into the workspace, with what people have approved (domain.md 7.2). The one in force until then stands beside it (ADR-0038);
/// where the next is in force from the same day on it takes its place.
/// </summary>
public sealed class ContractRevision(Workspace workspace, WorkspaceKinds kinds) : IContractFiles
{
    public RevisedContract Write(string source, IReadOnlyList<SourceDrift> drifts, DateOnly from)
    {
        var folder = $"{SourceReader.Folder}/{source}/";
        var file = $"{folder}{ContractReader.File}";
        var files = new WorkspaceFiles(workspace.Folder, new ProblemList(), workspace.Revised);
        var now = Loaded([]);
        var contract = ContractIn(now, source);
        var text = files.Text(file, new(file, 1))!;
        ColumnDrift[] changes = [.. drifts.Select(drift => drift.Seen.Change).Where(change => !change.IsIn(contract))];
        if (changes.Length == 0 && !(from < contract.From))
        {
            // Whoever wrote it was killed before saying so.
            var last = $"{folder}{EarlierFile(contract.Version - 1)}";
            var diff = files.Exists(last) ? LineDiff.Of(files.Text(last, new(last, 1))!, text) : "";
            return new(contract.Version, contract.From ?? from, file, diff, Reading(now));
        }

        // What the version has already came earlier than it is in force.
        var version = changes.Length == 0 ? contract.Version : contract.Version + 1;
        if (changes.Length > 0 && from < contract.From)
        {
            throw new NotSupportedException(
                FormattableString.Invariant($"Version {contract.Version} is in force from {contract.From:yyyy-MM-dd} on, and the source has come so since {from:yyyy-MM-dd}, before it."));
        }

        Dictionary<string, string> written = new(StringComparer.Ordinal);
        if (from != contract.From && changes.Length > 0)
        {
            written[$"{folder}{EarlierFile(contract.Version)}"] = text;
        }

        written[file] = ContractEdit.Next(text, version, from, changes);
        var revised = Tried(written);
        foreach (var (name, content) in written)
        {
            Put(Path.Combine(workspace.Revised ?? workspace.Folder, name), content);
        }

        return new(version, from, file, LineDiff.Of(text, written[file]), Reading(revised));

        IReadOnlyList<PipelineDefinition> Reading(IEnumerable<PipelineDefinition> pipelines) => [.. pipelines.Where(pipeline => pipeline.Sources.Any(read => read.Id == source))];
    }

    static Contract ContractIn(IEnumerable<PipelineDefinition> pipelines, string source) =>
        pipelines.SelectMany(pipeline => pipeline.Sources).FirstOrDefault(known => known.Id == source)?.Contract
            ?? throw new NotSupportedException($"No pipeline of the workspace reads '{source}' any more.");

    static string EarlierFile(int version) => FormattableString.Invariant($"contract.v{version}.yml");

    IEnumerable<PipelineDefinition> Tried(Dictionary<string, string> written)
    {
        var aside = Directory.CreateTempSubdirectory("ep-contract-").FullName;
        try
        {
            foreach (var (name, text) in written)
            {
                Put(Path.Combine(aside, name), text);
            }

            return Loaded([aside]);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    // Whole or not at all: whoever is killed in between finds the version of before a second time, which the loader lets be.
    static void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.new";
        File.WriteAllText(aside, text);
        File.Move(aside, path, overwrite: true);
    }

    IEnumerable<PipelineDefinition> Loaded(IEnumerable<string> over) =>
        WorkspaceLoader.Load(workspace.Folder, kinds, [.. new[] { workspace.Revised }.OfType<string>(), .. over]) switch
        {
            WorkspaceLoaded loaded => loaded.Workspace.Pipelines,
            var load => throw new NotSupportedException($"With it the workspace has problems: {string.Join(" ", ((WorkspaceRefused)load).Problems)}"),
        };
}
