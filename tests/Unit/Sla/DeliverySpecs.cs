using System.Text.Json;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

public sealed class DeliverySpecs
{
    static readonly DateTimeOffset closed = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    static readonly Guid id = Promise.IdOf("profit", DataInterval.Parse("2026-11-21"));

    // Documents leave nulls out: what is null must stay null without them.
    [Fact]
    public void an_sla_verdict_stays_fallen_when_the_promise_is_read_again()
    {
        object[] history =
        [
            new SlaArmed(id, "profit", DataInterval.Parse("2026-11-21"), ["p"], closed, closed.AddHours(6), TimeSpan.Zero, closed.AddHours(5), 1, false, closed, "x@1"),
            new SlaMissed(id, [], IsPartial: false, closed.AddHours(6)),
        ];
        var stored = JsonSerializer.Serialize(history.Aggregate(default(Promise), Promise.Fold), Stored.Json);

        var read = JsonSerializer.Deserialize<Promise>(stored, Stored.Json)!;

        read.IsJudged.ShouldBeTrue();
        PromiseWork.Pending(read).ShouldBeEmpty();
    }
}
