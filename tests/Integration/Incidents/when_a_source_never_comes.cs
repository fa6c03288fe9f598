using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.Incidents;

/// <summary>
/// The pager story (domain.md 2.5, 3, 4) on the virtual clock: a day's expenses do not come; they are fetched three times; both primaries of profit are
/// paged, one acknowledges; four hours after opening both secondaries; at the deadline investors get partial numbers with a placeholder; the
/// file comes, the numbers are restated and the incident is over. All that happens and all that is told is named here, and nothing else may.
/// </summary>
public sealed class when_a_source_never_comes(PostgresServer server)
{
    static readonly DataInterval day = NightStory.Day;
    static readonly DateTimeOffset midnight = NightStory.Midnight;
    static readonly Guid incident = NightStory.TheIncident;
    static readonly Guid firstRun = NightStory.FirstRun;

    static Workspace Profit { get; } = FivePipelines.Workspace with
    {
        Areas = [.. FivePipelines.Workspace.Areas.Where(area => area.Id == "profit")],
        // Whom a holiday takes out of the rota is another story.
        Team = FivePipelines.Workspace.Team! with { Calendar = CalendarPlan.Default },
        Policies = PolicySet.Default with { Notifications = new([], [new("investors", null, [])], []) },
    };

    [Fact]
    public async Task owners_are_paged_for_a_missing_source_and_investors_get_partial_then_restated_numbers()
    {
        await using var system = await StillSystem.StartAsync(server, Profit, midnight.AddHours(-1));
        Deliver(system, "orders");
        await system.PassToAsync(midnight.AddMinutes(30));
        await AcknowledgeAsync(system, "bruno");
        await system.PassToAsync(midnight.AddHours(7));
        Deliver(system, "expenses");
        await system.LookAsync();
        await system.PassToAsync(midnight.AddHours(12));

        (await NightStory.TimelineAsync(system.Store, incident)).ShouldBe(
        [
            "00:21 IncidentOpened ReingestionExhausted expenses",
            "00:21 EngineersPaged Primary 0 Opened: amara, bruno",
            "00:30 IncidentAcknowledged bruno",
            "04:21 EngineersPaged Secondary 0 Unresolved: chiyo, davit, amara",
            "06:00 CauseJoined SlaMissed profit",
            "07:00 IncidentResolved restated",
        ]);
        (await NightStory.TimelineAsync(system.Store, firstRun)).Where(line => !line.Contains("Attempt", StringComparison.Ordinal) && !line.Contains("Check", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ShouldBe(
        [
            // The sources are ingested at once, in any order; what happens at one instant is in the order of the names here.
            "00:00 RunStarted",
            "00:00 SourceIngested",
            "00:00 SourceMissing",
            "00:01 ReingestFailed 1 of 3",
            "00:06 ReingestFailed 2 of 3",
            "00:21 ReingestFailed 3 of 3",
            "00:21 ReingestionExhausted",
            "06:00 FallbackBegun without expenses",
            "06:00 RunPublished PublishedPartial",
            "06:00 TransformSucceeded",
            "06:00 TurnTaken",
        ], ignoreOrder: false, string.Join('\n', await NightStory.TimelineAsync(system.Store, firstRun)));
        (await NightStory.TimelineAsync(system.Store, Promise.IdOf("profit", day))).ShouldBe(
        [
            "00:00 SlaArmed 06:00",
            "05:00 SlaAtRisk",
            "06:00 SlaMissed partial",
            "07:00 DeliveredLate",
        ]);
        (await NightStory.ToldAsync(system.Store)).ShouldBe(
        [
            "00:21 Page amara inbox Sent",
            "00:21 Page bruno inbox Sent",
            "04:21 DutyCopy amara inbox Sent",
            "04:21 Page chiyo inbox Sent",
            "04:21 Page davit inbox Sent",
            "06:00 Fallback amara inbox Sent",
            "06:00 Fallback bruno inbox Sent",
            "06:00 Fallback investors inbox Sent",
            "07:00 Restated amara inbox Sent",
            "07:00 Restated bruno inbox Sent",
            "07:00 Restated investors inbox Sent",
        ]);
        await NumbersAsync(system);
        await GoldenHistory.RecordAsync(system.Store, "a_night_with_both_clocks");
    }

    static void Deliver(StillSystem system, string source)
    {
        foreach (var file in SampleFile.Of(1, day.First).Where(file => file.Source == source))
        {
            SampleWriter.Write(system.Data, 1, file);
        }
    }

    static Task<Decision> AcknowledgeAsync(StillSystem system, string engineer) => system.Store.DecideAsync<Incident>(
        incident, engineer, (state, _) =>
            AcknowledgeIncidentDecision.Decide(new(engineer), state, system.Now) is { Rejection: null } allowed ? allowed : throw new InvalidOperationException("Refused"), default);

    /// <summary>Gross profit was there at the deadline, net profit a placeholder; both are complete in the end, and what was published stays readable.</summary>
    static async Task NumbersAsync(StillSystem system) => (await system.TextsAsync("""
        select generation || ' ' || metric || ' ' || completeness || case when value is null then ' nothing' else '' end || case when warning is null then '' else ' warned' end
        from ep.investor_metrics where pipeline = 'aggregate-profit' and dimensions = '{}' order by generation, metric
        """)).ShouldBe(
    [
        "1 gross_profit partial warned",
        "1 net_profit notComputable nothing warned",
        "2 gross_profit complete",
        "2 net_profit complete",
    ]);
}
