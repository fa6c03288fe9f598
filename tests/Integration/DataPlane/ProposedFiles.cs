using System.Text;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources;
using EventedPipelines.Workers.Production.Sources.Proposals;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>What was proposed for files, and what the system makes of it: the source as the loader has it, and the rows that a run would read.</summary>
public sealed record LoadedProposal(SourceProposal Proposal, SourceDefinition Source, IReadOnlyList<IngestedFile> Files, IReadOnlyList<string> Rows)
{
    /// <summary>Names and types, `!` for not null.</summary>
    public string Columns => string.Join(", ", Source.Contract.Columns.Select(column => $"{column.Name} {column.Type}{(column.Nullable ? "" : "!")}"));
}

/// <summary>A workspace with a data folder, into which proposals are written, loaded and read.</summary>
public sealed class ProposedFiles : IDisposable
{
    const string Id = "proposed";

    readonly Workbench _bench = new();
    readonly string _workspace;

    public ProposedFiles()
    {
        _workspace = Path.Combine(_bench.Root, "workspace");
        StarterWorkspace.Write(_workspace);
        Data = Path.Combine(_workspace, "data");
        var pipeline = Path.Combine(_workspace, "pipelines", "sales", "daily-revenue", "pipeline.yml");
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("sources: [orders]", $"sources: [orders, {Id}]", StringComparison.Ordinal));
    }

    public string Data { get; }

    /// <summary>The folder of the source in the workspace.</summary>
    public string Folder => Path.Combine(_workspace, "sources", Id);

    public Workbench Bench => _bench;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public async Task<SourceProposal> ProposeAsync(params string[] files) => await ProposeAsync(new InspectedFiles(files));

    public Task<SourceProposal> ProposeAsync(InspectedFiles files) => SourceInspection.ProposeAsync(ProposedSource.In(Folder, files), Cancellation);

    /// <summary>Proposes, writes the proposal into the workspace, loads that, and reads the files as a run would.</summary>
    public async Task<LoadedProposal> LoadAsync(DataInterval interval, InspectedFiles files)
    {
        var proposal = await ProposeAsync(files);
        ProposedSource.Write(Folder, proposal);
        var loaded = WorkspaceLoader.Load(_workspace);
        loaded.ShouldBeOfType<WorkspaceLoaded>($"{loaded}\n{proposal.Contract}\n{proposal.Source}");
        var source = ((WorkspaceLoaded)loaded).Workspace.Pipelines.Single().Sources.Single(source => source.Id == Id) with { MostRejects = 1, Zone = "UTC" };
        var ingested = (await new SourceIngest(Data, _bench.Lake, _bench.IngestEngine).IngestAsync(source, interval, Cancellation)).ShouldBeOfType<Ingested>(proposal.Source);
        var columns = string.Join(", ", source.Contract.Columns.Select(column => $"cast({column.Name} as varchar)"));
        return new(proposal, source, ingested.Files, [.. ingested.Files.SelectMany(file => _bench.Rows(_bench.Snapshot(file, Id), columns))]);
    }
}
