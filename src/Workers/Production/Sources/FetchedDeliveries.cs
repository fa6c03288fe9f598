using System.Text.Json;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Sources.Kinds;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// What sources gave that are asked for their data, in the lake's folder `fetched/&lt;source&gt;/&lt;period&gt;`: each fetch as it came, and which one counts. It is read from there
/// as delivered files are.
/// </summary>
public sealed class FetchedDeliveries(Lake lake, WorkspaceKinds kinds, TimeProvider clock, ILogger<FetchedDeliveries> log)
{
    const string State = "current.json";

    // A source that could not be asked is not asked again by each of its readers at once.
    static readonly TimeSpan Breath = TimeSpan.FromMinutes(1);

    readonly KeyedLocks _locks = new();

    /// <summary>
    /// Asks for a period that was not asked for yet, or not for so long as the source says; or in any case. What it gave once stays, whatever it answers later but for other data: a key
    /// that has run out, or an API that keeps thirty days, takes nothing back.
    /// </summary>
    /// <returns>Why there is nothing new, in words; null where there is, and where nobody had to ask.</returns>
    /// <exception cref="StepFailedException">The source cannot be asked, for good, and never gave anything: what was seen, and what to do.</exception>
    public async Task<string?> AskAsync(SourceDefinition source, DataInterval period, bool inAnyCase, CancellationToken cancellationToken)
    {
        var (folder, now) = (Path.Combine(lake.Fetched, NameOf(source, period)), clock.GetUtcNow());
        using var mine = await _locks.TakeAsync(folder, cancellationToken);
        var last = await RecallAsync(folder, cancellationToken);
        // Where something came before, nobody waits for the next answer.
        var pause = last is { Failure: not null, Rows.Count: 0 } ? Breath : source.Refetch ?? SourceDefinition.UsualRefetch;
        if (last is not null && !inAnyCase && now < last.AskedAt + pause)
        {
            return last is { Rows.Count: 0, Failure: { Class: ErrorClass.Permanent } known } ? throw new StepFailedException(known) : null;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(source.Zone ?? "UTC");
        try
        {
            var kind = kinds.Get<ISourceKind>(source.Http is not null ? "Http" : "Postgres");
            var validators = last is { Rows.Count: > 0 } ? last.Validators : [];
            var result = await kind.FetchAsync(new(source.Fetch!, source.Id, period, zone, validators, folder, clock), cancellationToken);
            var (next, why) = result switch
            {
                Fetched fetched => (new FetchState(now, [.. fetched.Rows.Select(file => Path.GetRelativePath(folder, file.Path))], fetched.Validators) { Doubt = fetched.Doubt }, null),
                NotModified => (last! with { AskedAt = now, Failure = null }, "It is what it was at the last fetch."),
                NothingYet nothing => (last is { Rows.Count: > 0 } ? last with { AskedAt = now, Failure = null } : new FetchState(now, [], []), nothing.Because),
                _ => throw new InvalidOperationException($"No rule for {result}."),
            };
            await RememberAsync(folder, next, cancellationToken);
            return why;
        }
        catch (StepFailedException failed)
        {
            await RememberAsync(folder, (last ?? new(now, [], [])) with { AskedAt = now, Failure = failed.Error }, cancellationToken);
            if (failed.Error.Class is ErrorClass.Permanent && last is not { Rows.Count: > 0 })
            {
                throw;
            }

            log.LogWarning("{Source} of {Period} could not be asked, and stays as it came before where it did: {Reason}", source.Id, period, failed.Message);
            return $"{failed.Error.Place}: {failed.Error.Message}";
        }
    }

    /// <summary>The files of a delivery, by names below it.</summary>
    public IReadOnlyList<string> There(string delivery) => [.. (Recall(delivery)?.Rows ?? []).Select(file => $"{delivery}/{Path.GetFileName(file)}")];

    /// <summary>What speaks against it that a delivery's file is all that there is, in words; null where nothing does.</summary>
    public string? DoubtOf(string name) => Recall(DeliveryOf(name))?.Doubt;

    public string PathOf(string name)
    {
        var delivery = DeliveryOf(name);
        var file = Recall(delivery)?.Rows.FirstOrDefault(file => Path.GetFileName(file) == name[(delivery.Length + 1)..]);
        return Path.Combine(lake.Fetched, delivery, file ?? "none");
    }

    static string DeliveryOf(string name) => name[..name.LastIndexOf('/')];

    static string NameOf(SourceDefinition source, DataInterval period) => SourcePaths.Of(source, [period.First])[0];

    FetchState? Recall(string delivery)
    {
        var path = Path.Combine(lake.Fetched, delivery, State);
        return File.Exists(path) ? JsonSerializer.Deserialize<FetchState>(File.ReadAllBytes(path)) : null;
    }

    static async Task<FetchState?> RecallAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, State);
        return File.Exists(path) ? JsonSerializer.Deserialize<FetchState>(await File.ReadAllBytesAsync(path, cancellationToken)) : null;
    }

    static async Task RememberAsync(string folder, FetchState state, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var aside = Lake.Aside(folder);
        await File.WriteAllBytesAsync(aside, JsonSerializer.SerializeToUtf8Bytes(state), cancellationToken);
        File.Move(aside, Path.Combine(folder, State), overwrite: true);
    }

    /// <summary>When the source was last asked, the files that count, below the delivery's folder, and how it failed where it did.</summary>
    sealed record FetchState(DateTimeOffset AskedAt, IReadOnlyList<string> Rows, IReadOnlyList<FetchValidator> Validators, StepError? Failure = null)
    {
        public string? Doubt { get; init; }
    }
}
