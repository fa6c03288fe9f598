using System.Text;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Sources.Proposals;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>A source that is proposed, as a folder of a workspace, or of none yet.</summary>
public static class ProposedSource
{
    const string SourceFile = "source.yml";

    /// <summary>What to look at for the source in a folder `sources/[id]`: with the data folder and the zone of the workspace around it, if there is one.</summary>
    /// <exception cref="IOException">The folder is there and not empty.</exception>
    public static InspectedFiles In(string folder, InspectedFiles wanted)
    {
        var full = Path.GetFullPath(folder).TrimEnd('/');
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new IOException($"{full} is there already. Name a folder that is not, such as {SourceReader.Folder}/<id>.");
        }

        var id = Path.GetFileName(full);
        if (!Names.IsIdentifier(id) || (wanted.Id is not null && wanted.Id != id))
        {
            throw new ArgumentException(Names.IsIdentifier(id) ? $"--id is '{wanted.Id}', and the folder '{id}': a source's folder bears its id." : $"'{id}' is no id of a source. {Names.IdentifierRemedy}");
        }

        if (WorkspaceOf(full) is not { } workspace)
        {
            return wanted with { Id = id };
        }

        var settings = Settings.Read(new(workspace, new()));
        return wanted with { Id = id, DataFolder = Path.GetFullPath(settings.Data, workspace), Zone = settings.Zone };
    }

    /// <summary>Writes both files, with a line for editors where the workspace has schemas for them; gives their paths.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static IReadOnlyList<string> Write(string folder, SourceProposal proposal)
    {
        Directory.CreateDirectory(folder);
        var hasSchemas = WorkspaceOf(Path.GetFullPath(folder).TrimEnd('/')) is { } workspace && Directory.Exists(Path.Combine(workspace, ".schemas"));
        List<string> written = [];
        foreach (var (name, text) in ((string, string)[])[(SourceFile, proposal.Source), (ContractReader.File, proposal.Contract)])
        {
            written.Add(Path.Combine(folder, name));
            var schema = hasSchemas ? $"# yaml-language-server: $schema=../../.schemas/{Path.GetFileNameWithoutExtension(name)}.schema.json\n" : "";
            using var file = new FileStream(written[^1], FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(schema + text));
        }

        return written;
    }

    static string? WorkspaceOf(string folder) =>
        Path.GetDirectoryName(folder) is { } sources && Path.GetFileName(sources) == SourceReader.Folder && Path.GetDirectoryName(sources) is { } root && File.Exists(Path.Combine(root, Settings.File))
            ? root
            : null;
}
