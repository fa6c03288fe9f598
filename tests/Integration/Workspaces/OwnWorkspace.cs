using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Workers.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Workspaces;

/// <summary>A workspace in a folder of its own, its database, and the whole system over it as often as the test starts it.</summary>
sealed class OwnWorkspace(PostgresServer server) : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ep-own-");
    TestDatabase? _database;

    public MovableClock Clock { get; } = new(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));

    public string Folder => Path.Combine(_folder.FullName, "workspace");

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Change(string file, string of, string instead)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        text.Split(of).Length.ShouldBe(2, $"'{of}' should stand once in {file}");
        Write(file, text.Replace(of, instead, StringComparison.Ordinal));
    }

    /// <summary>The workers and the api over the workspace as it is now, on the database of before.</summary>
    public async Task<RunningWorkers> StartAsync()
    {
        _database ??= await server.CreateDatabaseAsync();
        var workspace = WorkspaceRefusedException.Open(Folder);
        return await RunningWorkers.StartAsync(
            server, workspace, workspace.DataFolder, Path.Combine(_folder.FullName, "lake"), _database, configure: services => services.AddSingleton<TimeProvider>(Clock), api: true);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
