using System.Net;
using System.Net.Sockets;
using EventedPipelines.Cli.Homes;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Homes;

[Trait("Category", "Full")]
public sealed class PrivatePostgresSpecs
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public PrivatePostgresSpecs() => Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");

    [Fact]
    public async Task a_private_postgres_first_makes_a_database_that_the_app_uses_and_does_not_own()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        await using var postgres = await StartAsync(home);

        await ExecuteAsync(postgres.OwnerConnectionString, "create schema facts; create table facts.fact (id int); create table fact (id int)");
        (await AskAsync(postgres.AppConnectionString, "select current_setting('lock_timeout') || ' ' || current_setting('timezone')")).ShouldBe("5s UTC");
        (await RefusalAsync(postgres.AppConnectionString, "create schema mine")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(postgres.AppConnectionString, "create table mine (id int)")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(postgres.AppConnectionString, "create database mine")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task a_private_postgres_that_starts_again_has_the_data_of_before()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        await using (var first = await StartAsync(home))
        {
            await ExecuteAsync(first.OwnerConnectionString, "create table kept as select 42 as answer");
        }

        await using var second = await StartAsync(home);
        (await AskAsync(second.OwnerConnectionString, "select answer::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task two_homes_have_a_private_postgres_each()
    {
        using var one = TemporaryHome.Create();
        using var other = TemporaryHome.Create();
        using var oneHome = one.OpenAndLock();
        using var otherHome = other.OpenAndLock();
        await using var first = await StartAsync(oneHome);
        await using var second = await StartAsync(otherHome);

        second.Port.ShouldNotBe(first.Port);
        await ExecuteAsync(first.OwnerConnectionString, "create table only_here (id int)");
        (await AskAsync(second.OwnerConnectionString, "select count(*)::text from pg_class where relname = 'only_here'")).ShouldBe("0");
    }

    [Fact]
    public async Task a_home_that_only_root_may_enter_keeps_its_data_elsewhere_and_says_so()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has to let another user run PostgreSQL.");
        using var folder = TemporaryHome.CreateWhereOnlyItsOwnerMayEnter();
        using var home = folder.OpenAndLock();
        List<string> said = [];
        await using (var postgres = await PrivatePostgres.StartAsync(home, said.Add, Cancellation))
        {
            var elsewhere = new DirectoryInfo(home.Postgres).LinkTarget.ShouldNotBeNull();
            elsewhere.ShouldStartWith("/var/lib/evented/");
            said.ShouldHaveSingleItem().ShouldContain(elsewhere);
            await ExecuteAsync(postgres.OwnerConnectionString, "create table kept as select 42 as answer");
        }

        await using var again = await StartAsync(home);
        (await AskAsync(again.OwnerConnectionString, "select answer::text from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_home_that_is_not_locked_starts_no_private_postgres()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.Open();
        await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(home));
    }

    [Fact]
    public async Task a_private_postgres_whose_keys_are_lost_does_not_start_and_names_them()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        await using (await StartAsync(home))
        {
            File.Delete(Path.Combine(home.Keys, "postgres.json"));
        }

        (await Should.ThrowAsync<HomeException>(() => StartAsync(home))).Message.ShouldContain($"Restore {home.Keys}");
    }

    [Fact]
    public async Task a_private_postgres_that_starts_again_has_the_port_of_before_unless_somebody_took_it()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        int port;
        await using (var first = await StartAsync(home))
        {
            port = first.Port;
        }

        await using (var second = await StartAsync(home))
        {
            second.Port.ShouldBe(port);
        }

        using var taker = new TcpListener(IPAddress.Loopback, port);
        taker.Start();
        await using var third = await StartAsync(home);
        third.Port.ShouldNotBe(port);
    }

    [Fact]
    public async Task the_reader_of_a_private_postgres_has_the_password_of_the_keys_and_another_where_that_is_lost()
    {
        using var folder = TemporaryHome.Create();
        using var home = folder.OpenAndLock();
        var file = Path.Combine(home.Keys, "reader");
        string kept;
        await using (var first = await StartAsync(home))
        {
            kept = await File.ReadAllTextAsync(file, Cancellation);
        }

        await using (var second = await StartAsync(home))
        {
            (await File.ReadAllTextAsync(file, Cancellation)).ShouldBe(kept);
            (await AskAsync(AsReader(second, kept), "select current_user::text")).ShouldBe("evented_reader");
            (await RefusalAsync(AsReader(second, kept), "create temporary table mine (id int)")).ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        }

        File.Delete(file);
        await using var third = await StartAsync(home);
        var given = await File.ReadAllTextAsync(file, Cancellation);
        given.ShouldNotBe(kept);
        (await AskAsync(AsReader(third, given), "select current_user::text")).ShouldBe("evented_reader");
        (await RefusalAsync(AsReader(third, kept), "select 1")).ShouldBe(PostgresErrorCodes.InvalidPassword);

        static string AsReader(PrivatePostgres postgres, string password) =>
            new NpgsqlConnectionStringBuilder(postgres.AppConnectionString) { Username = "evented_reader", Password = password, Database = "postgres" }.ConnectionString;
    }

    internal static Task<PrivatePostgres> StartAsync(Home home) => PrivatePostgres.StartAsync(home, _ => { }, Cancellation);

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    internal static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    static async Task<string> RefusalAsync(string connectionString, string sql) =>
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connectionString, sql))).SqlState;
}
