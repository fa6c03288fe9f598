using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Incidents;

/// <summary>
/// The same story as on the virtual clock, live: the same events but for their times, and the same told. Also where the process is killed on the way:
/// nothing is lost, and nobody is told twice but where the kill fell between a receiver's acceptance and our commit (domain.md 3.5).
/// </summary>
public sealed class when_the_night_is_lived_through(PostgresServer server, ITestOutputHelper output)
{
    const string BetweenAcceptanceAndCommit = "before:notification_sent";

    // So many nights at a time: most of a night is waiting.
    const int AtOnce = 5;

    [Fact]
    [Trait("Category", "Full")]
    public Task a_night_with_a_missing_source_goes_as_told_with_and_without_a_kill() => AreAsToldAsync(null, "before:engineers_paged", BetweenAcceptanceAndCommit, "after:fallback_begun");

    [Fact]
    [Trait("Category", "Full"), Trait("Category", "Kill")]
    public Task a_night_with_a_missing_source_goes_as_told_wherever_the_process_is_killed() => AreAsToldAsync(
        "before:source_missing", "after:reingest_failed", "before:incident_opened", "after:incident_opened", "after:engineers_paged", "after:notification_sent",
        "before:fallback_begun", "before:sla_missed", "before:incident_resolved");

    Task AreAsToldAsync(params string?[] killedAt) =>
        Parallel.ForEachAsync(killedAt, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (point, _) => await AreAsToldAsync(point));

    async Task AreAsToldAsync(string? killAt)
    {
        await using var night = await LiveNight.LiveAsync(server, killAt);
        NightStory.Untimed(await NightStory.TimelineAsync(night.Store, NightStory.TheIncident)).ShouldBe(
        [
            "IncidentOpened ReingestionExhausted expenses",
            "EngineersPaged Primary 0 Opened: amara, bruno",
            "IncidentAcknowledged bruno",
            "EngineersPaged Secondary 0 Unresolved: chiyo, davit, amara",
            "CauseJoined SlaMissed profit",
            "IncidentResolved restated",
        ]);
        NightStory.Untimed(await NightStory.TimelineAsync(night.Store, NightStory.TheDelivery)).Select(line => line.Split(' ')[0]).ShouldBe(["SlaArmed", "SlaAtRisk", "SlaMissed", "DeliveredLate"]);
        NightStory.Untimed(await NightStory.TimelineAsync(night.Store, NightStory.FirstRun))
            .Where(line => line.StartsWith("Run", StringComparison.Ordinal) || line.StartsWith("Reingest", StringComparison.Ordinal) || line.StartsWith("Fallback", StringComparison.Ordinal)).ShouldBe(
        [
            "RunStarted",
            "ReingestFailed 1 of 3",
            "ReingestFailed 2 of 3",
            "ReingestFailed 3 of 3",
            "ReingestionExhausted",
            "FallbackBegun without expenses",
            "RunPublished PublishedPartial",
        ]);
        await ToldAsync(night, killAt);
    }

    // How many notifications may be with their receivers, and not committed, when the process is killed there.
    static int UnderWay(string? killAt) => killAt switch
    {
        BetweenAcceptanceAndCommit or "after:notification_sent" => 4,
        "before:sla_missed" => 3,
        _ => 0,
    };

    async Task ToldAsync(LiveNight night, string? killAt)
    {
        var told = await night.NotificationsAsync();
        told.Select(one => $"{one.Queued.Kind} {one.Queued.Recipient} {one.Queued.Channel} {one.State}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "DutyCopy amara inbox Sent",
            "Fallback amara desk Sent",
            "Fallback bruno desk Sent",
            "Fallback investors desk Sent",
            "Page amara mail Sent",
            "Page bruno mail Sent",
            "Page chiyo mail Sent",
            "Page davit mail Sent",
            "Restated amara desk Sent",
            "Restated bruno desk Sent",
            "Restated investors desk Sent",
        ]);
        var (received, outward) = (night.KeysReceived, told.Where(one => one.Queued.Channel != NotificationPolicy.Inbox.Name).ToList());
        output.WriteLine($"{killAt ?? "no kill"}: {received.Count} received, {received.Distinct().Count()} keys, {told.Count(one => one.State is NotificationState.Sent)} sent");
        received.Distinct().Order(StringComparer.Ordinal).ShouldBe(outward.Select(one => one.Queued.Key).Order(StringComparer.Ordinal));
        received.CountBy(key => key).ShouldAllBe(key => key.Value <= 2);
        received.Count.ShouldBeLessThanOrEqualTo(outward.Count + UnderWay(killAt), "A key twice only where the kill fell between acceptance and commit.");
    }
}
