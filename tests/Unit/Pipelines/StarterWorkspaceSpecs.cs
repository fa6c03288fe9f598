using EventedPipelines.Workers.Workspaces;
using Json.Schema;

namespace EventedPipelines.Tests.Unit.Pipelines;

public sealed class StarterWorkspaceSpecs : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("workspace-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void the_starter_workspace_loads_without_problems_and_warnings()
    {
        StarterWorkspace.Write(_folder);

        WorkspaceLoader.Load(_folder).ShouldBeOfType<WorkspaceLoaded>().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void each_file_of_the_starter_workspace_names_its_schema_and_is_as_it_says()
    {
        var files = StarterWorkspace.Write(_folder).Where(file => file.EndsWith(".yml", StringComparison.Ordinal)).Select(file => Path.Combine(_folder, file)).ToList();

        files.Count.ShouldBe(6);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var schema = Path.GetFullPath(text.Split('\n')[0].Split("$schema=")[1], Path.GetDirectoryName(file)!);
            // Other tests read schemas of the same names.
            JsonSchema.FromText(File.ReadAllText(schema), new() { SchemaRegistry = new() }).Evaluate(WorkspaceYaml.ToJson(text)).IsValid.ShouldBeTrue(file);
        }
    }

    [Fact]
    public void a_starter_workspace_is_not_written_into_a_folder_that_is_not_empty()
    {
        File.WriteAllText(Path.Combine(_folder, "mine.txt"), "mine");

        Should.Throw<IOException>(() => StarterWorkspace.Write(_folder)).Message.ShouldContain("is not empty");
        Directory.GetFileSystemEntries(_folder).ShouldHaveSingleItem();
    }
}
