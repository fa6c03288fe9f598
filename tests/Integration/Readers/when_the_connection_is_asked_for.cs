using System.Diagnostics;
using System.Text.Json.Nodes;
using EventedPipelines.Cli.Homes;
using EventedPipelines.Tests.Integration.CommandLine;
using EventedPipelines.Tests.Integration.Homes;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Workspaces;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Readers;

/// <summary>`status --connection`, of a home with a PostgreSQL of its own and of a database that is somebody else's.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_the_connection_is_asked_for(PostgresServer server)
{
    [Fact]
    public async Task a_running_home_says_how_its_tables_are_read_and_psql_reads_them_so()
    {
        Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");
        using var home = TemporaryHome.Create();
        using var workspace = TemporaryHome.Create();
        StarterWorkspace.Write(workspace.Folder);
        JsonNode first;
        await using (var system = await ServeAsync(home, workspace))
        {
            var person = await StatusAsync(home);
            person.ExitCode.ShouldBe(0, person.Error);
            first = JsonNode.Parse((await StatusAsync(home, "--json")).Output)!;
            var password = first["password"]!.ToString();
            password.ShouldBe(await File.ReadAllTextAsync(Path.Combine(home.Folder, "keys", "reader"), TestContext.Current.CancellationToken));
            (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(home.Folder, "keys", "reader"))).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            first.AsObject().Select(field => field.Key).ShouldBe(["host", "port", "database", "user", "password", "uri", "psql", "psycopg", "sqlalchemy", "jdbc", "odbc"]);
            foreach (var (_, value) in first.AsObject())
            {
                person.Output.ShouldContain(value!.ToString());
            }

            var usual = await Evented.RunAsync(null, null, "status", "--home", home.Folder);
            usual.Output.ShouldContain("./run status --connection");
            usual.Output.ShouldNotContain(password);
            system.Output.ShouldNotContain(password);
            foreach (var log in Directory.GetFiles(Path.Combine(home.Folder, "logs")).Append(Path.Combine(home.Folder, "server.json")))
            {
                (await ReadSharedAsync(log)).ShouldNotContain(password);
            }

            (await PublishedDatabase.AskAsync(Npgsql(first), "select count(*) from published.daily_revenue")).ShouldBe(["0"]);
            if (await ShellAsync("command -v psql") is not "")
            {
                (await ShellAsync($"{first["psql"]} -Atc 'select count(*) from published_with_state.daily_revenue'")).ShouldBe("0");
                (await ShellAsync($"psql '{first["uri"]}' -Atc 'select current_user'")).ShouldBe("evented_reader");
            }

            await system.StopAsync();
        }

        var stopped = await StatusAsync(home);
        (stopped.ExitCode, stopped.Output).ShouldBe((69, ""));
        stopped.Error.ShouldContain("'./run' starts both");

        await using var again = await ServeAsync(home, workspace);
        JsonNode.Parse((await StatusAsync(home, "--json")).Output)!.ToJsonString().ShouldBe(first.ToJsonString(), "What readers have in their settings stays.");
        await again.StopAsync();
    }

    [Fact]
    public async Task a_system_whose_owner_may_not_make_roles_serves_and_says_what_an_administrator_runs()
    {
        using var home = TemporaryHome.Create();
        using var workspace = TemporaryHome.Create();
        StarterWorkspace.Write(workspace.Folder);
        var database = await server.CreateDatabaseAsync();
        await using var system = await ServeAsync(
            home, workspace,
            ("ConnectionStrings__Evented", database.App), ("ConnectionStrings__Owner", database.Owner), ("EVENTED_READER", "evented_test_nobody"), ("EVENTED_READER_PASSWORD", "s3cret"));

        system.Output.Split('\n').Count(line => line.Contains("create role \"evented_test_nobody\"", StringComparison.Ordinal)).ShouldBe(1, system.Output);
        system.Output.ShouldNotContain("s3cret");
        var told = JsonNode.Parse((await StatusAsync(home, "--json")).Output)!;
        (told["user"]!.ToString(), told["database"]!.ToString(), told["password"]).ShouldBe(("evented_test_nobody", database.Name, null));
        await system.StopAsync();
    }

    [Fact]
    public async Task a_database_of_others_is_told_as_far_as_it_is_known()
    {
        var given = new NpgsqlConnectionStringBuilder((await server.CreateDatabaseAsync()).App) { Host = "db.example.org", Port = 6432, SslMode = SslMode.VerifyFull };

        var told = await OfOthersAsync(given.ConnectionString);
        var json = JsonNode.Parse((await OfOthersAsync(given.ConnectionString, "--json")).Output)!;

        told.Output.ShouldContain("as the administrator of the server set it");
        told.Output.ShouldNotContain(given.Password!);
        json["password"].ShouldBeNull();
        json["uri"]!.ToString().ShouldBe($"postgresql://finance@db.example.org:6432/{given.Database}?sslmode=verify-full");
        json["psql"]!.ToString().ShouldBe($"psql '{json["uri"]}'");
        json["jdbc"]!.ToString().ShouldBe($"jdbc:postgresql://db.example.org:6432/{given.Database}?user=finance&sslmode=verify-full");
    }

    [Fact]
    public async Task the_connection_of_a_system_elsewhere_is_asked_for_where_its_home_is()
    {
        var refused = await Evented.RunAsync(null, null, "status", "--connection", "--url", "http://127.0.0.1:1");

        refused.ExitCode.ShouldBe(64);
        refused.Error.ShouldContain("leave --url out");
    }

    static async Task<ChildProcess> ServeAsync(TemporaryHome home, TemporaryHome workspace, params (string Name, string Value)[] database)
    {
        var process = ChildProcess.Start(
            ChildProcess.CliProgram,
            ["serve", "--workspace", workspace.Folder, "--home", home.Folder],
            [("EVENTED_URLS", "http://127.0.0.1:0"), ("EVENTED_API_KEY", ""), ("ConnectionStrings__Evented", ""), .. database]);
        await process.SaysAsync("Ctrl-C stops it");
        return process;
    }

    static Task<Said> StatusAsync(TemporaryHome home, params string[] more) => Evented.RunAsync(null, null, ["status", "--connection", "--home", home.Folder, .. more]);

    static async Task<Said> OfOthersAsync(string database, params string[] more)
    {
        await using var process = ChildProcess.Start(
            ChildProcess.CliProgram,
            ["status", "--connection", "--home", "/nowhere", .. more],
            ("ConnectionStrings__Evented", database), ("EVENTED_READER", "finance"), ("EVENTED_READER_PASSWORD", ""));
        await process.ExitAsync();
        process.ExitCode.ShouldBe(0, process.Output);
        return new(process.ExitCode, process.Output, "");
    }

    static string Npgsql(JsonNode told) =>
        $"Host={told["host"]};Port={told["port"]};Database={told["database"]};Username={told["user"]};Password={told["password"]}";

    static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    static async Task<string> ShellAsync(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        (await error).ShouldBe("");
        return (await said).Trim();
    }
}
