using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.DataPlane;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Sources.Kinds;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>Fetches of one source into a folder of their own, on a clock on which nobody waits, with a secret in a variable of its own.</summary>
sealed class Fetching : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("fetching-").FullName;

    public Fetching(string? secret = null)
    {
        Environment.SetEnvironmentVariable(Variable, secret);
    }

    public string Variable { get; } = $"EVENTED_SECRET_{Guid.CreateVersion7():N}".ToUpperInvariant();

    public ImpatientClock Clock { get; } = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public string Folder => Path.Combine(_root, "orders");

    public IReadOnlyList<FetchValidator> Known { get; set; } = [];

    public Task<FetchResult> FetchAsync(IFetchOrigin origin, string period = "2026-11-22", string zone = "UTC", CancellationToken cancellationToken = default)
    {
        var word = origin is HttpOrigin ? "http" : "postgres";
        var request = new FetchRequest(origin, "orders", DataInterval.Parse(period), TimeZoneInfo.FindSystemTimeZoneById(zone), Known, Folder, Clock);
        return WorkspaceKinds.Shipped.Of<ISourceKind>().Single(kind => kind.Word == word).FetchAsync(request, cancellationToken);
    }

    public async Task<Fetched> FetchedAsync(IFetchOrigin origin, string period = "2026-11-22", string zone = "UTC") => (await FetchAsync(origin, period, zone)).ShouldBeOfType<Fetched>();

    /// <summary>The lines that the parser would read.</summary>
    public async Task<string[]> LinesAsync(IFetchOrigin origin, string period = "2026-11-22", string zone = "UTC") =>
        await File.ReadAllLinesAsync((await FetchedAsync(origin, period, zone)).Rows.ShouldHaveSingleItem().Path);

    public async Task<StepError> RefusalAsync(IFetchOrigin origin)
    {
        var error = (await Should.ThrowAsync<StepFailedException>(() => FetchAsync(origin))).Error;
        Directory.Exists(Folder).ShouldBeTrue();
        Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).ShouldBeSubsetOf(["attempts"], "Nothing of a failed fetch is handed on.");
        return error;
    }

    /// <summary>What of a failed attempt its error says to be kept.</summary>
    public async Task<string> KeptAsync(StepError error)
    {
        var path = error.Message.Split("What came is kept in ")[1].TrimEnd('.');
        path.ShouldStartWith(Path.Combine(Folder, "attempts"));
        return await File.ReadAllTextAsync(path);
    }

    /// <summary>What the parser makes of what was fetched, by this contract.</summary>
    public static async Task<(Workbench Bench, SourceDefinition Source)> DeliveredAsync(Fetched fetched, decimal mostRejects, params string[] columns)
    {
        var bench = new Workbench();
        var file = fetched.Rows.ShouldHaveSingleItem();
        bench.Write(file.Name, await File.ReadAllBytesAsync(file.Path));
        return (bench, Workbench.Source(file.Name, columns) with { MostRejects = mostRejects });
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_root, recursive: true);
    }
}

/// <summary>A clock that jumps over every wait and remembers how long it would have been.</summary>
sealed class ImpatientClock(DateTimeOffset start) : TimeProvider
{
    readonly List<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits => _waits;

    public override DateTimeOffset GetUtcNow() => start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
