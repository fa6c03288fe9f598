using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Tests.Unit.Kernel;

/// <summary>A state is at the version of its stream's last event, also one that says nothing to it: by that version others name their cause (domain.md 8.1).</summary>
public sealed class StateVersionSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly Guid id = new("11111111-2222-5333-8444-555555555555");

    static long? VersionAfter<TState>(Func<TState?, object, TState?> fold, Func<TState, long> version, params object[] events)
        where TState : class => events.Aggregate(default(TState), fold) is { } state ? version(state) : null;

    sealed record SaysNothing;

    [Fact]
    public void the_version_of_a_notification_counts_what_became_of_it()
    {
        NotificationQueued queued = new(
            id, "key", id, NotificationKind.Page, Severity.Page, "profit", "daily", null, "ada", "mail", "Title", "Text", false, now, "x@1");
        NotificationFailed failed = new(id, 1, "No answer.", now, now.AddMinutes(1));
        NotificationSent sent = new(id, 2, now);
        VersionAfter<Notification>(Notification.Fold, state => state.Version, queued, failed, sent, new SaysNothing()).ShouldBe(4);
        VersionAfter<Notification>(Notification.Fold, state => state.Version, queued, sent).ShouldBe(2);
    }

    [Fact]
    public void the_version_of_a_rebuild_counts_its_pages()
    {
        RebuildRequested requested = new(id, ["run"], null, "ann", now);
        ModelAdvanced page = new(id, "run", 200, 1, 0, [], id, IsDone: false, now);
        VersionAfter<Rebuild>(Rebuild.Fold, state => state.Version, requested, page, new SaysNothing()).ShouldBe(3);
        RebuildWork.Pending(new object[] { requested, page }.Aggregate(default(Rebuild), Rebuild.Fold)!).ShouldHaveSingleItem().Because.ShouldBe(EventRef.Of(id, 2));
    }

    [Fact]
    public void the_version_of_dead_work_counts_what_people_said_of_it()
    {
        WorkDiscarded discarded = new(id, id, "notify", "", "x@3", null, "Nobody reads it.", "ada", now);
        WorkReplayed replayed = new(id, id, "notify", "", "x@3", null, null, "ada", now);
        VersionAfter<DeadWork>(DeadWork.Fold, state => state.Version, discarded, replayed, discarded).ShouldBe(3);
    }

    [Fact]
    public void the_version_of_policies_counts_how_often_they_were_defined()
    {
        PoliciesDefined Defined(int version) => new(DefinedPolicies.TheId, version, $"hash {version}", PolicySet.Default, "workspace", now);
        VersionAfter<DefinedPolicies>(DefinedPolicies.Fold, state => state.Version, Defined(1), Defined(2)).ShouldBe(2);
    }

    [Fact]
    public void a_reference_is_read_as_it_is_written() => EventRef.VersionOf(EventRef.Of(id, 12)).ShouldBe(12);
}
