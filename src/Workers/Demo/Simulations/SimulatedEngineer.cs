using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>What somebody does about an incident, and when.</summary>
abstract record EngineersAct(DateTimeOffset At)
{
    public sealed record Acknowledge(DateTimeOffset At, int Who) : EngineersAct(At);

    public sealed record Note(DateTimeOffset At, string Text) : EngineersAct(At);

    public sealed record Hold(DateTimeOffset At, TimeSpan For, string Reason) : EngineersAct(At);

    /// <summary>The provider was asked, and delivers again.</summary>
    public sealed record HaveDelivered(DateTimeOffset At) : EngineersAct(At);

    public sealed record Resolve(DateTimeOffset At, string Cause) : EngineersAct(At);
}

/// <summary>The engineers of a demonstration: most acknowledge within the hour and have the file sent again within half a day; some hold, some only resolve, some do nothing for days.</summary>
static class SimulatedEngineer
{
    /// <summary>In order of time; the same for the same seed and occurrence, whenever it is asked.</summary>
    public static IReadOnlyList<EngineersAct> ActsOn(Incident incident, int seed)
    {
        var random = SplitMix64.For(seed, incident.Interval.First, FormattableString.Invariant($"engineer {incident.Pipeline} {incident.Interval} {incident.Occurrence}"));
        if (random.OneIn(8))
        {
            return [new EngineersAct.Resolve(incident.OpenedAt.AddHours(random.Between(40, 60)), "Nobody has missed it; found when the week was looked over.")];
        }

        List<EngineersAct> acts = [];
        var at = incident.OpenedAt.AddMinutes(random.Between(4, 50));
        if (!random.OneIn(5))
        {
            acts.Add(new EngineersAct.Acknowledge(at, random.Between(0, 3)));
        }

        if (random.OneIn(2))
        {
            acts.Add(new EngineersAct.Note(at = at.AddMinutes(random.Between(5, 20)), "Asked the provider for the file."));
        }

        if (random.OneIn(4))
        {
            var hours = random.Between(2, 9);
            acts.Add(new EngineersAct.Hold(at = at.AddMinutes(random.Between(5, 20)), TimeSpan.FromHours(hours), "The provider delivers later today."));
        }

        at = at.AddMinutes(random.Between(120, 700));
        acts.Add(random.OneIn(5) ? new EngineersAct.Resolve(at, "The provider has lost the day; its numbers stay partial.") : new EngineersAct.HaveDelivered(at));
        return acts;
    }
}
