using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Kernel.Store;
using EventedPipelines.Workers.Production.Runs;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Readers;

/// <summary>On a server that is not ours, and perhaps others' too (ADR-0036).</summary>
public sealed class when_the_role_of_readers_is_made(PostgresServer server) : IAsyncDisposable
{
    const string Password = "it's a \"secret\" £ 42";

    readonly string _role = $"evented_test_reader_{Guid.CreateVersion7():N}";
    readonly List<string> _said = [];
    readonly List<TestDatabase> _databases = [];

    public async ValueTask DisposeAsync()
    {
        if (_databases is [])
        {
            return;
        }

        foreach (var database in _databases)
        {
            await PublishedDatabase.AskAsync(database.Superuser, $"do $$ begin if exists (select from pg_roles where rolname = '{_role}') then drop owned by {_role}; end if; end $$");
        }

        await PublishedDatabase.AskAsync(_databases[0].Superuser, $"drop role if exists {_role}");
    }

    [Fact]
    public async Task an_owner_who_may_not_make_roles_is_told_once_what_an_administrator_runs_and_goes_on()
    {
        var database = await DatabaseAsync();

        await StartAsync(database.Owner, database);

        var told = _said.ShouldHaveSingleItem();
        told.ShouldContain($"create role \"{_role}\" login");
        told.ShouldNotContain(Password);
        told.ShouldNotContain("\n");
    }

    [Fact]
    public async Task the_role_that_an_administrator_makes_is_let_in_at_the_next_start()
    {
        var database = await DatabaseAsync();
        await StartAsync(database.Owner, database);
        await PublishedDatabase.AskAsync(database.Superuser, $"{new ReaderRole(_role).Sql} alter role {_role} password 'made by hand'");
        _said.Clear();

        await StartAsync(database.Owner, database);

        _said.ShouldBeEmpty();
        (await PublishedDatabase.AskAsync(As("made by hand", database), "select count(*) from investor_metrics")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task an_owner_who_may_make_roles_makes_this_one_with_the_password_that_was_given()
    {
        var database = await DatabaseAsync();

        await StartAsync(database.Superuser, database);

        (await PublishedDatabase.AskAsync(As(Password, database), "select count(*) from investor_metrics")).ShouldBe(["0"]);
        _said.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_second_system_on_the_server_lets_the_same_role_in_and_leaves_its_password_as_it_is()
    {
        var (first, second) = (await DatabaseAsync(), await DatabaseAsync());
        await StartAsync(first.Superuser, first);

        await StartAsync(second.Owner, second, "another");
        await StartAsync(second.Superuser, second, "another");

        (await PublishedDatabase.AskAsync(As(Password, second), "select count(*) from investor_metrics")).ShouldBe(["0"]);
        (await PublishedDatabase.AskAsync(As(Password, first), "select count(*) from investor_metrics")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task a_role_that_was_dropped_and_made_anew_is_let_in_again()
    {
        var database = await DatabaseAsync();
        await StartAsync(database.Superuser, database);
        await PublishedDatabase.AskAsync(database.Superuser, $"drop owned by {_role}; drop role {_role}");

        await StartAsync(database.Superuser, database);

        (await PublishedDatabase.AskAsync(As(Password, database), "select count(*) from investor_metrics")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task a_role_that_is_made_later_reads_the_tables_and_views_of_before()
    {
        var database = await DatabaseAsync();
        await using var app = new NpgsqlConnection(database.App);
        await app.OpenAsync(TestContext.Current.CancellationToken);
        await TargetTables.EnsureAsync(app, new TargetDefinition("before", [Workbench.Column("day date not null")], []), TestContext.Current.CancellationToken);

        await StartAsync(database.Superuser, database);
        await TargetTables.OpenToReadersAsync(app, TestContext.Current.CancellationToken);

        (await PublishedDatabase.AskAsync(
            As(Password, database), "select (select count(*) from warehouse.before), (select count(*) from published.before), (select count(*) from published_with_state.before)")).ShouldBe(["0|0|0"]);
    }

    [Fact]
    public void the_role_that_the_postgres_container_makes_is_the_one_that_we_make()
    {
        var script = File.ReadAllText(Repository.Folder("build/postgres-roles.sh"));
        foreach (var statement in new ReaderRole().Sql.Replace("\"", "", StringComparison.Ordinal).Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            script.ShouldContain(statement.Trim());
        }
    }

    async Task<TestDatabase> DatabaseAsync()
    {
        _databases.Add(await server.CreateDatabaseAsync());
        return _databases[^1];
    }

    Task StartAsync(string owner, TestDatabase database, string password = Password) =>
        SchemaStep.ApplyAsync(owner, new NpgsqlConnectionStringBuilder(database.App).Username!, default, _said.Add, new(_role, password));

    string As(string password, TestDatabase database) => new NpgsqlConnectionStringBuilder(database.Reader) { Username = _role, Password = password }.ConnectionString;
}
