using EventedPipelines.Cli.Homes;

namespace EventedPipelines.Tests.Integration.Homes;

public sealed class HomeSpecs
{
    [Fact]
    public void a_home_is_locked_by_only_one_at_a_time()
    {
        using var folder = TemporaryHome.Create();
        using var second = folder.Open();
        using (folder.OpenAndLock())
        {
            second.TryLock().ShouldBeFalse();
        }

        second.TryLock().ShouldBeTrue();
    }

    [Fact]
    public void two_homes_are_locked_independently_of_each_other()
    {
        using var one = TemporaryHome.Create();
        using var other = TemporaryHome.Create();
        using var held = one.OpenAndLock();
        using var alsoHeld = other.OpenAndLock();
        alsoHeld.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void looking_for_the_server_of_a_home_does_not_take_its_lock()
    {
        using var folder = TemporaryHome.Create();
        using var onlooker = folder.Open();
        onlooker.Server().ShouldBeNull();
        using var home = folder.OpenAndLock();
        home.Announce(new("http://127.0.0.1:5080", 1, DateTimeOffset.UnixEpoch));
        onlooker.Server().ShouldBe(new("http://127.0.0.1:5080", 1, DateTimeOffset.UnixEpoch));
        home.Server().ShouldNotBeNull();
        home.Dispose();
        onlooker.Server().ShouldBeNull();
    }

    [Fact]
    public void only_the_owner_of_a_home_reads_its_keys()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.Open();
        new DirectoryInfo(home.Keys).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void a_folder_that_cannot_be_a_home_is_named_with_the_remedy()
    {
        using var folder = TemporaryHome.Create();
        File.WriteAllText(folder.Folder + " file", "");
        var refused = Should.Throw<HomeException>(() => Home.Open(folder.Folder + " file/home"));
        refused.Message.ShouldContain(folder.Folder + " file/home");
        refused.Message.ShouldContain("EVENTED_HOME");
    }
}
