using EventedPipelines.Cli.Homes;

namespace EventedPipelines.Tests.Integration.Homes;

/// <summary>A home that is gone after the test, with the data that had to move out of it.</summary>
sealed class TemporaryHome : IDisposable
{
    readonly string _parent;

    TemporaryHome(string parent) => _parent = parent;

    internal string Folder => Path.Combine(_parent, "a home");

    internal static TemporaryHome Create() => new(Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "evented-" + Path.GetRandomFileName())).FullName);

    internal static TemporaryHome CreateWhereOnlyItsOwnerMayEnter() => new(Directory.CreateTempSubdirectory("evented-").FullName);

    internal Home Open() => Home.Open(Folder);

    internal Home OpenAndLock()
    {
        var home = Open();
        home.TryLock().ShouldBeTrue();
        return home;
    }

    public void Dispose()
    {
        if (new DirectoryInfo(Open().Postgres).LinkTarget is { } elsewhere)
        {
            Directory.Delete(elsewhere, recursive: true);
        }

        Directory.Delete(_parent, recursive: true);
    }
}
