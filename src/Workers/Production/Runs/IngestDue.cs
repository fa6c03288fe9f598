using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>A source of a run is to be read.</summary>
public sealed record IngestDue(Guid RunId, string Source, long Fence);

public static class IngestDueHandler
{
    public static Task Handle(IngestDue due, StepRunner steps, DeliveryIntake intake, TimeProvider clock, CancellationToken cancellationToken) =>
        steps.RunAsync(due.RunId, Step.Ingest(due.Source), due.Fence, async material =>
        {
            var source = material.Definition.Source(due.Source);
            var dueAt = source.DueAt(material.DataInterval, material.Definition.TimeZone);
            return await intake.TakeAsync(material.Definition, source, material.DataInterval, cancellationToken, due.RunId) switch
            {
                Ingested found => new StepResult.Ingested(found.Files, found.Rows, found.SchemaFingerprint) { Deliveries = found.Deliveries },
                Unsettled late => new StepResult.Missing(late.Files) { Settles = late.Left },
                Missing { IsConfirmed: false } when dueAt > clock.GetUtcNow() && !material.ConfirmedEmpty.Contains(due.Source) => new StepResult.NotYetDue(dueAt),
                Missing missing => new StepResult.Missing(missing.ExpectedFiles)
                {
                    There = missing.There,
                    SchemaFingerprint = missing.Found?.SchemaFingerprint ?? "",
                    Deliveries = missing.Found?.Deliveries ?? [],
                    Lacking = missing.Lacking,
                    IsConfirmed = missing.IsConfirmed,
                },
                var other => throw new InvalidOperationException($"No rule for {other}."),
            };
        }, cancellationToken);
}
