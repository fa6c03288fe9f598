using EventedPipelines.Api.Production.Intervals;
using EventedPipelines.Api.Production.Schemas;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>A source as the pipelines that read it have it: how it comes, whose it is, and the delivery that was due last.</summary>
public sealed record SourceOverview(
    string Id, SourceWay Comes, string? Owner, Grain Period, int ContractVersion, DateOnly? Begins, DateOnly? Ends, IReadOnlyList<SourceReaderView> Readers, DeliverySummary? Latest)
{
    public static SourceOverview Of(KnownSource source, DeliverySummary? latest) => new(
        source.Definition.Id, source.Comes(), source.Definition.Owner, source.Period, source.Definition.Contract.Version, source.Definition.Begins, source.Definition.Ends,
        SourceReaderView.Of(source), latest);
}

/// <summary>A source with the whole of its definition.</summary>
public sealed record SourceDefinitionView(string Id, SourceWay Comes, string? Owner, Grain Period, IReadOnlyList<SourceReaderView> Readers, SourceDefinition Definition)
{
    public static SourceDefinitionView Of(KnownSource source) =>
        new(source.Definition.Id, source.Comes(), source.Definition.Owner, source.Period, SourceReaderView.Of(source), source.Definition);
}

public sealed record SourceReaderView(string Pipeline, string Area)
{
    public static IReadOnlyList<SourceReaderView> Of(KnownSource source) => [.. source.Readers.Select(reader => new SourceReaderView(reader.Id, reader.Area))];
}

/// <summary>How a source comes.</summary>
public enum SourceWay
{
    Files,
    Http,
    Postgres,
}

public static class SourceWays
{
    public static SourceWay Comes(this KnownSource source) => source.Definition switch
    {
        { Http: not null } => SourceWay.Http,
        { Postgres: not null } => SourceWay.Postgres,
        _ => SourceWay.Files,
    };
}

/// <summary>Where a period of a source stands; the version and its rows are those that count, null where nothing has come.</summary>
public sealed record DeliverySummary(string Source, DataInterval Period, DeliveryState State, int? Version, DateTimeOffset? ReceivedAt, long? Rows)
{
    public static DeliverySummary Of(KnownSource source, DataInterval period, Delivery? delivery, DateTimeOffset now) => new(
        source.Definition.Id, period, source.StateOf(period, delivery, now), delivery?.Current?.Received.Number, delivery?.Current?.Received.ReceivedAt, delivery?.Current?.Received.Rows);
}

/// <summary>A delivery as other programs see it (api.md, delivery): its versions, what its checks found in the last one, and who reads it.</summary>
public sealed record DeliveryView(
    string Source,
    DataInterval Period,
    DeliveryState State,
    IReadOnlyList<DeliveryVersionView> Versions,
    IReadOnlyList<CheckDetails> Checks,
    long QuarantinedRows,
    StepError? Error,
    IReadOnlyList<string> ExpectedFiles,
    int ReingestAttempts,
    FetchFailureView? LastFailure,
    DateTimeOffset? ReingestAt,
    DateTimeOffset? RefetchRequestedAt,
    EmptyView? Empty,
    IReadOnlyList<VerdictView> Verdicts,
    IReadOnlyList<SourceReaderView> Readers,
    IReadOnlyList<DriftView> Drift,
    Guid? IncidentId,
    long Version)
{
    public static DeliveryView Of(KnownSource source, DataInterval period, Delivery? delivery, FetchFailureView? failure, IReadOnlyList<DriftView> drifts, Guid? incident, DateTimeOffset now) => new(
        source.Definition.Id, period, source.StateOf(period, delivery, now), [.. (delivery?.Versions ?? []).Select(DeliveryVersionView.Of)],
        [.. (delivery?.Current?.Checked?.Results ?? []).Select(CheckDetails.Of)], delivery?.Current?.Checked?.Quarantined.Sum(rows => rows.Rows) ?? 0, delivery?.Rejection,
        delivery?.Gap?.ExpectedFiles ?? [], delivery?.Reingests ?? 0, failure, delivery?.Gap?.ReingestAt, delivery?.Refetch?.RequestedAt, EmptyView.Of(delivery?.Empty),
        [.. (delivery?.Judged ?? []).Select(VerdictView.Of)], SourceReaderView.Of(source), drifts, incident, delivery?.Version ?? 0);
}

/// <summary>Why the last attempt to fetch it was in vain; null where nothing was fetched since something came.</summary>
public sealed record FetchFailureView(string Reason, DateTimeOffset At)
{
    /// <param name="history">The delivery's events, in order.</param>
    public static FetchFailureView? Of(IEnumerable<object> history) => history.Aggregate((FetchFailureView?)null, (last, e) => e switch
    {
        DeliveryReingestFailed failed => new(failed.Reason, failed.FailedAt),
        DeliveryRefetched { Failure: { } failure } refetched => new(failure, refetched.FetchedAt),
        DeliveryReceived or DeliveryRefetched or DeliveryConfirmedEmpty => null,
        _ => last,
    });
}

/// <summary>Who said that there is nothing for the period, and why.</summary>
public sealed record EmptyView(string Reason, string Actor, DateTimeOffset ConfirmedAt)
{
    public static EmptyView? Of(DeliveryConfirmedEmpty? empty) => empty is null ? null : new(empty.Reason, empty.Actor, empty.ConfirmedAt);
}

/// <summary>What was received, by which version of the contract it was read, and the fingerprint of its columns.</summary>
public sealed record DeliveryVersionView(int Number, DateTimeOffset At, IReadOnlyList<DeliveredFileView> Files, long Rows, int ContractVersion, string Fingerprint)
{
    public static DeliveryVersionView Of(DeliveryVersion version) => new(
        version.Received.Number, version.Received.ReceivedAt, [.. version.Received.Files.Select(DeliveredFileView.Of)], version.Received.Rows, version.Received.ContractVersion,
        version.Received.SchemaFingerprint);
}

public sealed record DeliveredFileView(string Name, string Sha256, long Bytes, long Rows, long RejectedRows)
{
    public static DeliveredFileView Of(IngestedFile file) => new(file.Name, file.FileSha256, file.Bytes, file.Rows, file.RejectedRows);
}
