using System.Globalization;
using EventedPipelines.Api.Hosting;
using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Cli.CommandLine;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Store;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Sources.Proposals;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Cli;

/// <summary>
/// The api and the workers in one process: what `./run` starts. The one place that knows both.
/// </summary>
public sealed class WholeSystem
{
    readonly Workspace _workspace;

    WholeSystem(Workspace workspace) => _workspace = workspace;

    /// <summary>How many days of history a demonstration begins with.</summary>
    public const int DemoDays = SampleFeed.Days;

    /// <param name="folder">The workspace.</param>
    /// <param name="revised">Where its files are written that change while it runs; null for the workspace itself.</param>
    /// <exception cref="WorkspaceException">The workspace has problems: the message lists them with file, line and remedy.</exception>
    public static WholeSystem Load(string folder, string? revised = null)
    {
        try
        {
            return new(WorkspaceRefusedException.Open(folder, revised));
        }
        catch (WorkspaceRefusedException e)
        {
            throw new WorkspaceException(e.Message, e);
        }
    }

    /// <summary>All that is wrong with a workspace, and what it holds; needs no database, runs nothing.</summary>
    public static WorkspaceReport Check(string folder)
    {
        var load = WorkspaceLoader.Load(folder);
        return new(
            Path.GetFullPath(folder),
            [.. load is WorkspaceRefused refused ? refused.Problems.Select(FindingOf) : []],
            [.. load.Warnings.Select(FindingOf)],
            load is WorkspaceLoaded { Workspace: { } workspace }
                ? new(workspace.Areas.Count, workspace.Pipelines.Count(), workspace.Pipelines.Sum(pipeline => pipeline.Checks.Count), workspace.Pipelines.Sum(pipeline => pipeline.Metrics.Count),
                    HolidaysContent.Of(workspace.Team?.Calendar))
                : null);
    }

    /// <summary>Writes a small workspace that runs as it is; returns its files.</summary>
    /// <exception cref="WorkspaceException">The folder is not empty, or cannot be written to.</exception>
    public static IReadOnlyList<string> WriteStarter(string folder)
    {
        try
        {
            return StarterWorkspace.Write(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException(e.Message, e);
        }
    }

    /// <summary>Looks at files of one kind and proposes the contract that reads them; proposed in a folder `sources/[id]`, it is written there, also where not all could be read.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="rows">How many rows of each are looked at; null for the usual number.</param>
    /// <param name="id">The source's; null for one made of the files' name.</param>
    /// <param name="isProven">Whether they are read by what is proposed.</param>
    /// <param name="folder">Null to write nothing.</param>
    /// <exception cref="WorkspaceException">The folder is not empty, or cannot be written to.</exception>
    /// <exception cref="ArgumentException">The id, or the name of the folder, is none of a source.</exception>
    /// <exception cref="StepFailedException">A file is nothing that could be read.</exception>
    public static async Task<InspectionReport> InspectAsync(IReadOnlyList<string> files, int? rows, string? id, bool isProven, string? folder, CancellationToken cancellationToken)
    {
        var wanted = new InspectedFiles(files, rows ?? InspectedFiles.UsualRows, id, isProven);
        try
        {
            var proposal = await SourceInspection.ProposeAsync(folder is null ? wanted : ProposedSource.In(folder, wanted), cancellationToken);
            return new(proposal.Contract, proposal.Source, proposal.Rows, proposal.Refusal, folder is null ? [] : ProposedSource.Write(folder, proposal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException(e.Message, e);
        }
    }

    static WorkspaceFinding FindingOf(WorkspaceProblem problem) => new(problem.File, problem.Line, problem.Message, problem.Remedy);

    /// <summary>Brings the database to this build's schema and folds, as its owner, and lets its readers in.</summary>
    public static Task PrepareAsync(Database database, Action<string> say, CancellationToken cancellationToken) =>
        SchemaStep.ApplyAsync(database.Owner, database.AppRole, cancellationToken, say, database.Reader);

    /// <summary>
    /// Lives through the days of a demonstration, from where its clock stands to <paramref name="until"/>, and with <paramref name="closes"/> puts right
    /// what is open in the end. From then on time passes by itself.
    /// </summary>
    public static async Task LiveAsync(WebApplication app, bool isNew, DateTimeOffset until, bool closes, Action<string> say, CancellationToken cancellationToken)
    {
        var life = app.Services.GetRequiredService<SimulatedLife>();
        if (isNew)
        {
            await life.BeginAsync(cancellationToken);
        }

        await life.LiveAsync(
            until,
            progress =>
            {
                if (progress.Days % 5 == 0 || progress.Days == progress.Of)
                {
                    say(string.Create(CultureInfo.InvariantCulture, $"  {progress.Day:yyyy-MM-dd} is over, {progress.Days} of {progress.Of} days; {Words.Count(progress.Open, "incident")} open."));
                }
            },
            cancellationToken);
        if (closes)
        {
            await life.CloseAsync(cancellationToken);
        }

        await life.LetGoAsync(cancellationToken);
    }

    /// <param name="settings">Of the api; its database serves both.</param>
    /// <param name="home">The folder with the lake, and the data of a demonstration.</param>
    /// <param name="livesFrom">Where the clock of a demonstration stands at first; without it time is the system's.</param>
    /// <param name="seed">Of a demonstration's sample.</param>
    public WebApplication Build(ApiSettings settings, string home, DateTimeOffset? livesFrom = null, int seed = 1)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddHomeLogs(home);
        var data = Environment.GetEnvironmentVariable("EVENTED_DATA");
        builder.Services.AddSingleton(new KindWords(typeof(CheckKind), WorkspaceKinds.Shipped.NamesOf(WorkspaceKinds.OfChecks)));
        builder.AddWorkers(
            new(
                settings.Database,
                _workspace,
                data ?? (settings.Simulated ? Path.Combine(home, "data") : _workspace.DataFolder),
                Environment.GetEnvironmentVariable("EVENTED_LAKE") ?? Path.Combine(home, "lake"),
                Enum.GetValues<WorkRole>(),
                Nodes: 1,
                Name: string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{home}"),
                settings.Simulated)
            {
                Seed = seed,
                Clock = livesFrom is { } start ? new(start) : null,
            },
            typeof(ApiHost).Assembly);
        builder.AddApi(settings);

        var app = builder.Build();
        app.MapApi();
        return app;
    }
}

/// <summary>What was proposed for files, as the text of both of a source's; why not all of their rows can be read, or null; and where it was written.</summary>
public sealed record InspectionReport(string Contract, string Source, long Rows, string? Refusal, IReadOnlyList<string> Written);

/// <summary>The workspace cannot be used; the message is for a person.</summary>
public sealed class WorkspaceException(string message, Exception cause) : Exception(message, cause);
