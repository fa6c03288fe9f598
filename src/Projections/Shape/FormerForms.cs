using System.Text.Json.Nodes;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Shape;

/// <summary>
/// Every former form of every event. To change a form: give today's another name (<see cref="EventNames"/>), such as `run_started_v2`, and put the former one here;
/// its recorded example in tests/Golden/events stays and says what it has to become.
/// </summary>
public static class FormerForms
{
    public static IReadOnlyList<FormerForm> All { get; } =
    [
        // Two flags, of which at most one was set.
        new("reingestion_exhausted", typeof(ReingestionExhausted), body =>
        {
            var next = body.Take("goesWithout") ? nameof(AfterReingestion.GoesWithout) : body.Take("ends") ? nameof(AfterReingestion.Ends) : nameof(AfterReingestion.Waits);
            body.Remove("ends");
            body["next"] = next;
            return body;
        }),
    ];

    static bool Take(this JsonObject body, string flag)
    {
        var isSet = body[flag]?.GetValue<bool>() ?? false;
        body.Remove(flag);
        return isSet;
    }
}
