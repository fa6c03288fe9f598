using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Intervals;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>A person's word over rows of a delivery, whether it is said of that or of an interval that reads it (domain.md 2.8).</summary>
static class DeliveryVerdicts
{
    /// <param name="deliveries">Reaches the delivery.</param>
    /// <param name="http">The request.</param>
    /// <param name="id">The source.</param>
    /// <param name="period">The delivery's.</param>
    /// <param name="command">The verdict.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="seen">The version that the person saw of what it was said of, where that was no delivery.</param>
    public static async Task<Reply<DeliveryReceipt>> JudgeAsync(
        this DeliveryCommands deliveries, HttpContext http, string id, string period, VerdictCommand command, DateTimeOffset now, Func<IDocumentSession, Task<long>>? seen = null)
    {
        var judge = new JudgeDeliveryRows(command.Check!, command.Rows ?? [], command.Verdict!.Value, command.Reason!, http.ActorName());
        var files = http.RequestServices.GetService<IQuarantineFiles>();
        return judge.Rows.Count > 0 && files is null
            ? RunRows.LakeIsElsewhere<DeliveryReceipt>()
            : await deliveries.DecideAsync(http, id, period, command, async (session, source, known) =>
            {
                var readers = await session.LockReadersAsync(source.Reading(known), http.RequestAborted);
                return async delivery =>
                {
                    if (delivery is null)
                    {
                        return new Rejection($"Nothing of '{id}' has come for {known}.");
                    }

                    var judged = JudgeDeliveryRowsDecision.JudgedBy(judge.Check, delivery).Select(earlier => earlier.Verdict).ToList();
                    var found = await JudgedRows.FindAsync(files, judge.Rows, JudgeDeliveryRowsDecision.ApartBy(judge.Check, delivery), judged, http.RequestAborted);
                    var decision = JudgeDeliveryRowsDecision.Decide(judge, found, delivery, now);
                    if (decision.Count > 0 && JudgeDeliveryRowsDecision.ChangesRows(judge, found, delivery))
                    {
                        var cause = judge.Verdict is Verdict.Readmit ? RunCause.Readmission : RunCause.Manual;
                        await session.ReadAgainAsync(
                            readers, cause, judge.Reason, judge.Actor, EventRef.Of(delivery.Id, delivery.Version + decision.Count), now, http.RequestAborted);
                    }

                    return decision;
                };
            }, seen);
    }
}
