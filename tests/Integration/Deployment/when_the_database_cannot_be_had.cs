using EventedPipelines.Tests.Integration.Hosts;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>Each program that needs it says why in a line, and ends with 69, so that whoever starts it again knows that it may.</summary>
[Collection(nameof(OnItsOwn)), Trait("Category", "Full")]
public sealed class when_the_database_cannot_be_had(PostgresServer server)
{
    public static TheoryData<string> Programs => [.. programs.Keys];

    static readonly Dictionary<string, (string Program, string[] Arguments)> programs = new()
    {
        ["workers"] = (ChildProcess.WorkersProgram, []),
        ["schema"] = (ChildProcess.WorkersProgram, ["schema"]),
        ["api"] = (ChildProcess.CliProgram, ["serve", "--alone"]),
        ["the whole system"] = (ChildProcess.CliProgram, ["serve"]),
    };

    [Theory, MemberData(nameof(Programs))]
    public async Task a_program_whose_database_server_is_not_there_says_so_and_ends_with_69(string program)
    {
        var database = await server.CreateDatabaseAsync();
        (await RefusalAsync(program, new NpgsqlConnectionStringBuilder(database.App) { Host = "127.0.0.1", Port = 1 })).ShouldContain("Failed to connect to 127.0.0.1:1.");
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task a_program_whose_password_for_the_database_is_wrong_says_so_and_ends_with_69(string program)
    {
        var database = await server.CreateDatabaseAsync();
        (await RefusalAsync(program, new(database.App) { Password = "wrong" })).ShouldContain("password authentication failed");
    }

    [Theory, InlineData("workers"), InlineData("api")]
    public async Task a_program_whose_schema_was_never_made_says_to_run_the_schema_step_and_ends_with_69(string program)
    {
        var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.Owner);
        await using var command = source.CreateCommand("drop schema ep cascade");
        await command.ExecuteNonQueryAsync();
        (await RefusalAsync(program, new(database.App))).ShouldContain("Run the schema step");
    }

    static async Task<string> RefusalAsync(string name, NpgsqlConnectionStringBuilder database)
    {
        var folder = Directory.CreateTempSubdirectory("ep-refused-");
        var (program, arguments) = programs[name];
        await using var process = ChildProcess.Start(
            program,
            arguments,
            ("ConnectionStrings__Evented", database.ConnectionString),
            ("ConnectionStrings__Owner", database.ConnectionString),
            ("EVENTED_URLS", "http://127.0.0.1:0"),
            ("EVENTED_HOME", folder.FullName),
            ("EVENTED_LAKE", folder.FullName),
            ("EVENTED_WORKSPACE", Repository.Folder("workspace")));
        await process.ExitAsync();
        process.ExitCode.ShouldBe(69, process.Output);
        process.Output.ShouldNotContain("   at ");
        folder.Delete(recursive: true);
        return process.Output.Split('\n')[^1];
    }
}
