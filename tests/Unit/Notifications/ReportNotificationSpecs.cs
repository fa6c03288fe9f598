using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Reliability.Notifications;

namespace EventedPipelines.Tests.Unit.Notifications;

/// <summary>An attempt to send a notification is recorded, and decides whether there is another (domain.md 3.5).</summary>
public sealed class ReportNotificationSpecs
{
    static readonly DecisionSpec<Notification> notification = new(Notification.Fold);
    static readonly Guid id = new("11111111-2222-5333-8444-555555555555");
    static readonly DateTimeOffset queuedAt = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    static readonly NotificationQueued queued = new(
        id, "incident/opened/primary/0/ada/mail", Guid.Empty, NotificationKind.Page, Severity.Page, "profit", "daily", DataInterval.Parse("2026-11-24"), "ada", "mail", "Title", "Text", false, queuedAt,
        "x@1");

    [Fact]
    public void a_notification_that_the_receiver_took_is_sent() =>
        notification.Given(queued).Deciding(state => Report(state, null, queuedAt)).Then(new NotificationSent(id, 1, queuedAt));

    [Fact]
    public void a_notification_that_the_receiver_did_not_take_is_tried_again_later_and_later()
    {
        var state = notification.Given(queued).State!;
        List<TimeSpan> pauses = [];
        while (state.NextDueAt is { } due && pauses.Count < 7)
        {
            var failed = Report(state, new("No answer.", false), due).ShouldHaveSingleItem().ShouldBeOfType<NotificationFailed>();
            failed.Attempt.ShouldBe(pauses.Count + 1);
            pauses.Add(failed.NextDueAt!.Value - due);
            state = Notification.Fold(state, failed)!;
        }

        pauses.ShouldBe(
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
            TimeSpan.FromHours(1),
        ]);
        (state.State, state.Error).ShouldBe((NotificationState.Queued, "No answer."));
    }

    [Fact]
    public void a_notification_is_given_up_after_a_day()
    {
        var state = notification.Given(queued).State!;
        var last = queuedAt;
        while (state.NextDueAt is { } due)
        {
            last = due;
            state = Report(state, new("No answer.", false), due).Aggregate(state, (told, e) => Notification.Fold(told, e)!);
        }

        state.State.ShouldBe(NotificationState.Failed);
        (last - queuedAt).ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        NotificationWork.Pending(state).ShouldBeEmpty();
    }

    [Fact]
    public void a_notification_is_given_up_at_once_after_an_error_that_cannot_heal()
    {
        var outcome = notification.Given(queued).Deciding(state => Report(state, new("No address.", true), queuedAt));

        outcome.Then(new NotificationFailed(id, 1, "No address.", queuedAt, null));
        outcome.After.State.ShouldBe(NotificationState.Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_result_that_comes_after_the_end_of_a_notification_is_not_recorded(bool isSent)
    {
        object end = isSent ? new NotificationSent(id, 1, queuedAt) : new NotificationFailed(id, 1, "No address.", queuedAt, null);

        notification.Given(queued, end).Deciding(state => Report(state, null, queuedAt)).ThenNothing();
        notification.Given(queued, end).Deciding(state => Report(state, new("No answer.", false), queuedAt)).ThenNothing();
    }

    [Fact]
    public void a_notification_owes_its_next_attempt_under_the_name_of_its_channel()
    {
        var failed = new NotificationFailed(id, 1, "No answer.", queuedAt, queuedAt.AddSeconds(5));

        NotificationWork.Pending(notification.Given(queued).State!).ShouldHaveSingleItem().ShouldBe(new(WorkKind.Notify, "mail", queuedAt, $"{id}@1"));
        NotificationWork.Pending(notification.Given(queued, failed).State!).ShouldHaveSingleItem().ShouldBe(new(WorkKind.Notify, "mail", queuedAt.AddSeconds(5), $"{id}@2"));
        NotificationWork.Pending(notification.Given(queued, failed, new NotificationSent(id, 2, queuedAt)).State!).ShouldBeEmpty();
    }

    static Decision Report(Notification state, NotificationError? error, DateTimeOffset now) => ReportNotificationDecision.Decide(new(error), state, now);
}
