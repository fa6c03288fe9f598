using System.CommandLine;
using System.Xml;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Store;
using EventedPipelines.Workers.Workspaces;
using Npgsql;

namespace EventedPipelines.Workers;

/// <summary>`workers --role engine|dispatch` and `workers schema`: what docker-compose.yml runs.</summary>
public static class WorkersCommandLine
{
    const int Unavailable = 69;
    const string AppRole = "ep_app";

    // A host may take its time to stop; System.CommandLine would cut it off after two seconds.
    public static Task<int> RunAsync(string[] args) => Build().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

    static RootCommand Build()
    {
        var role = new Option<WorkRole[]>(
            "--role")
        { Description = "Which work this process claims: 'engine' runs SQL, 'dispatch' everything else. Both when absent.", AllowMultipleArgumentsPerToken = true };
        var root = new RootCommand("The workers of EventedPipelines. Settings come from EVENTED_* variables and ConnectionStrings__Evented.") { role };
        root.SetAction((parsed, cancellationToken) => OrSayWhyNot(
            () => ServeAsync(parsed.GetValue(role) is { Length: > 0 } roles ? roles : Enum.GetValues<WorkRole>(), cancellationToken), cancellationToken));

        var schema = new Command("schema", "Brings the database to this version's schema, as the role of ConnectionStrings__Owner, and grants the roles of the app and of readers their rights.");
        schema.SetAction((_, cancellationToken) => OrSayWhyNot(() => ApplySchemaAsync(cancellationToken), cancellationToken));
        root.Add(schema);
        return root;
    }

    static async Task ApplySchemaAsync(CancellationToken cancellationToken)
    {
        // It never connects as the app, so that it need not know that password.
        var app = Setting("ConnectionStrings__Evented") is { } evented ? new NpgsqlConnectionStringBuilder(evented).Username! : AppRole;
        var reader = new ReaderRole(Setting("EVENTED_READER") ?? ReaderRole.Usual, Setting("EVENTED_READER_PASSWORD"));
        await SchemaStep.ApplyAsync(Required("ConnectionStrings__Owner"), app, cancellationToken, Console.WriteLine, reader);
        Console.WriteLine("The schema is up to date.");
    }

    static async Task ServeAsync(WorkRole[] roles, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddJsonConsole();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Wolverine", LogLevel.Warning).AddFilter("Marten", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("EVENTED_URLS") ?? "http://127.0.0.1:0");
        if (Setting("EVENTED_CLOCK_OFFSET") is { } offset)
        {
            builder.Services.AddSingleton<TimeProvider>(new OffsetClock(XmlConvert.ToTimeSpan(offset)));
        }

        var workspace = WorkspaceRefusedException.Open(Required("EVENTED_WORKSPACE"));
        var (database, lake) = (Required("ConnectionStrings__Evented"), Required("EVENTED_LAKE"));
        await StoreDatabase.DemandAsync(database, cancellationToken);
        builder.AddWorkers(new(
            database,
            workspace,
            Setting("EVENTED_DATA") ?? workspace.DataFolder,
            lake,
            roles,
            Nodes: 2,
            Name: $"{Environment.MachineName}/{string.Join('+', roles)}/{Environment.ProcessId}",
            Simulated: false));
        await using var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("ok"));
        await app.RunAsync(cancellationToken);
    }

    static string Required(string variable) => Setting(variable) ?? throw new SettingMissingException(variable);

    static string? Setting(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    static async Task<int> OrSayWhyNot(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is SettingMissingException or StoreUnavailableException or NpgsqlException or WorkspaceRefusedException or StepFailedException)
        {
            await Console.Error.WriteLineAsync(e is NpgsqlException npgsql ? StoreUnavailableException.Because(npgsql).Message : e.Message);
            return Unavailable;
        }
    }

    sealed class SettingMissingException(string variable) : Exception($"{variable} is not set. docker-compose.yml shows the settings of each process.");
}
