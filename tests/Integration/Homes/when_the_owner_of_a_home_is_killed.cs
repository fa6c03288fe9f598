using System.Diagnostics;
using EventedPipelines.Cli.Homes;

namespace EventedPipelines.Tests.Integration.Homes;

[Trait("Category", "Full")]
public sealed class when_the_owner_of_a_home_is_killed
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public when_the_owner_of_a_home_is_killed() => Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");

    [Fact]
    public async Task the_home_of_a_killed_owner_is_free_and_its_postgres_is_adopted()
    {
        using var folder = TemporaryHome.Create();
        using var owner = await OwnerProcess.StartAsync(folder.Folder, Cancellation);
        using var home = folder.Open();
        home.TryLock().ShouldBeFalse();
        (await home.FindServerAsync(TimeSpan.FromSeconds(10), Cancellation)).ShouldNotBeNull().Url.ShouldBe(OwnerProcess.Url);

        await owner.KillAsync(Cancellation);

        home.Server().ShouldBeNull();
        home.TryLock().ShouldBeTrue();
        List<string> said = [];
        await using var postgres = await PrivatePostgres.StartAsync(home, said.Add, Cancellation);
        postgres.Pid.ShouldBe(owner.ServerPid);
        said.ShouldHaveSingleItem().ShouldContain($"process {owner.ServerPid}");
    }

    [Fact]
    public async Task a_home_whose_owner_and_postgres_were_both_killed_starts_a_new_postgres()
    {
        using var folder = TemporaryHome.Create();
        using var owner = await OwnerProcess.StartAsync(folder.Folder, Cancellation);
        Process.GetProcessById(owner.ServerPid).Kill();
        await owner.KillAsync(Cancellation);

        using var home = folder.OpenAndLock();
        File.Exists(PidFile(home)).ShouldBeTrue();
        await using var postgres = await PrivatePostgresSpecs.StartAsync(home);
        postgres.Pid.ShouldNotBe(owner.ServerPid);
        (await PrivatePostgresSpecs.AskAsync(postgres.AppConnectionString, "select 'there'")).ShouldBe("there");
    }

    [Fact]
    public async Task a_process_that_got_the_number_of_a_homes_postgres_is_not_taken_for_it()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        await (await PrivatePostgresSpecs.StartAsync(home)).DisposeAsync();
        var bystander = Environment.ProcessId;
        await File.WriteAllTextAsync(PidFile(home), $"{bystander}\n{home.Postgres}/data\n1\n5432\n\n127.0.0.1\n", Cancellation);

        await using var postgres = await PrivatePostgresSpecs.StartAsync(home);
        postgres.Pid.ShouldNotBe(bystander);
    }

    [Fact]
    public async Task a_database_that_was_half_made_when_its_owner_was_killed_does_not_remain()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        var half = Path.Combine(home.Postgres, "unfinished-before", "data");
        Directory.CreateDirectory(half);
        await File.WriteAllTextAsync(Path.Combine(half, "PG_VERSION"), "15\n", Cancellation);

        await using var postgres = await PrivatePostgresSpecs.StartAsync(home);
        Directory.GetDirectories(home.Postgres).Select(Path.GetFileName).ShouldBe(["data"]);
    }

    static string PidFile(Home home) => Path.Combine(home.Postgres, "data", "postmaster.pid");
}
