using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Deliveries;

/// <summary>domain.md 1.4, 2.5: a person has a delivery fetched again, or says that there is nothing of it.</summary>
public sealed class PersonsWordSpecs
{
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly SourceDefinition orders = new("orders", "orders.csv", null, new(), new("orders", 1, [], [], null), Origin: "sftp");
    static readonly Guid id = Delivery.IdOf(orders, day);

    static Delivery After(params object[] events) => events.Aggregate((Delivery?)null, Delivery.Fold)!;

    static DeliveryReceived Received => ReceiveDeliveryDecision.Decide(new(orders, day, [new("orders.csv", "a", "f", 10, 100, 0)], 10, "columns"), null, now)
        .OfType<DeliveryReceived>().Single();

    static DeliveryMissed Missed(DateTimeOffset? next) => new(id, "orders", day, ["orders.csv"], now, next, "x@1");

    static KnownSource Known(SourceDefinition source) => new(source, [new("unit-profit", "profit", Audience.Experiments, Grain.Day, "Europe/Amsterdam", [source], [], [], [])]);

    static Decision Refetch(Delivery? delivery, SourceDefinition? source = null, DataInterval? of = null) =>
        RequestRefetchDecision.Decide(new(Known(source ?? orders), of ?? day, "it was cut off", "amara"), delivery, now);

    static Decision Confirm(Delivery? delivery, SourceDefinition? source = null, DataInterval? of = null) =>
        ConfirmDeliveryEmptyDecision.Decide(new(Known(source ?? orders), of ?? day, "a holiday", "amara"), delivery, now);

    [Fact]
    public void a_refetch_is_owed_at_once_whatever_has_come_and_once_however_often_it_is_asked_for()
    {
        foreach (var before in (Delivery?[])[null, After(Received), After(Missed(null)), After(Missed(now.AddHours(1)))])
        {
            var delivery = Refetch(before).On(before, Delivery.Fold)!;

            DeliveryWork.Pending(delivery).ShouldHaveSingleItem().Due.ShouldBe(now);
            Refetch(delivery).ShouldBeEmpty();
        }
    }

    [Fact]
    public void what_a_refetch_brought_is_none_of_the_budgets_attempts()
    {
        var waiting = After(Missed(now.AddHours(1)));
        var asked = Refetch(waiting).On(waiting, Delivery.Fold)!;

        var told = ReportFetchDecision.Decide(new("nothing there"), asked, ReingestPolicy.Default, now);

        told.ShouldHaveSingleItem().ShouldBeOfType<DeliveryRefetched>().Failure.ShouldBe("nothing there");
        var after = told.On(asked, Delivery.Fold)!;
        after.Reingests.ShouldBe(0);
        DeliveryWork.Pending(after).ShouldHaveSingleItem().Due.ShouldBe(now.AddHours(1), "The next attempt of the budget is due as it was.");
    }

    [Fact]
    public void files_that_come_by_themselves_have_no_origin_to_be_fetched_from() =>
        Refetch(null, orders with { Origin = null }).Rejection!.Reason.ShouldBe("'orders' declares no `origin`: its files come by themselves, and whoever reads them looks for them.");

    [Fact]
    public void what_has_come_and_cannot_be_read_is_not_nothing()
    {
        StepError error = new(ErrorClass.Permanent, "The column is missing.", "orders.csv", "Deliver it anew.");
        Confirm(After(new DeliveryRejected(id, "orders", day, error, now))).Rejection!.Reason.ShouldBe("What has come of 'orders' for 2026-11-21 cannot be read, and so is not nothing: The column is missing.");
        Confirm(After(new DeliveryRejected(id, "orders", day, error, now), Missed(null))).Rejection.ShouldBeNull("The file is gone.");
    }

    [Fact]
    public void of_a_period_before_a_source_begins_or_after_it_ended_there_is_nothing_to_fetch_or_to_say()
    {
        foreach (var word in (Func<Delivery?, SourceDefinition, DataInterval?, Decision>[])[Refetch, Confirm])
        {
            word(null, orders with { Begins = new(2026, 11, 22) }, null).Rejection!.Reason.ShouldBe("The data of 'orders' begins on 2026-11-22: there is nothing of 2026-11-21.");
            word(null, orders with { Ends = new(2026, 11, 20) }, null).Rejection!.Reason.ShouldBe("'orders' ended on 2026-11-20: there is nothing of 2026-11-21.");
            word(null, orders with { Begins = day.First, Ends = day.First }, null).Rejection.ShouldBeNull();
        }
    }

    [Fact]
    public void what_has_not_ended_is_not_fetched_but_may_be_said_to_stay_empty()
    {
        var today = DataInterval.Parse("2026-11-22");

        Refetch(null, of: today).Rejection!.Reason.ShouldBe("2026-11-22 ends at 2026-11-22 23:00Z: what 'orders' has of it now is not all of it.");
        Refetch(null, orders with { Reference = true }, today).Rejection.ShouldBeNull("A reference is as it is on any day.");
        Confirm(null, of: today).Rejection.ShouldBeNull();
    }

    [Fact]
    public void of_a_day_off_its_calendar_nothing_is_said_to_be_empty_and_what_comes_all_the_same_can_be_fetched()
    {
        var weekdays = orders with { Calendar = new([DayOfWeek.Monday, DayOfWeek.Tuesday]) };

        Confirm(null, weekdays).Rejection!.Reason.ShouldBe("By its calendar 'orders' brings nothing for 2026-11-21: nobody waits for it.");
        Refetch(null, weekdays).Rejection.ShouldBeNull();
    }

    /// <summary>A run that had looked before the person spoke reports after it.</summary>
    [Fact]
    public void nothing_is_fetched_of_what_was_confirmed_to_be_empty_in_the_meantime()
    {
        var empty = After(new DeliveryConfirmedEmpty(id, "orders", day, "a holiday", "amara", now));
        var reader = new DeliveryReader(Guid.NewGuid(), "unit-profit", "profit", day);

        AwaitDeliveryDecision.Decide(new(id, "orders", day, ["orders.csv"], reader, "x@1"), empty, ReingestPolicy.Default, now).ShouldHaveSingleItem().ShouldBeOfType<DeliveryAwaited>();
        Confirm(Delivery.Fold(empty, Missed(now.AddHours(1)))).ShouldNotBeEmpty("A store of before may have such a gap: the word closes it.");
    }

    [Fact]
    public void nothing_lacks_any_more_of_what_a_person_says_is_empty()
    {
        foreach (var before in (Delivery?[])[null, After(Missed(null)), After(Missed(now.AddHours(1))), After(Received, Missed(null))])
        {
            var delivery = Confirm(before).On(before, Delivery.Fold)!;

            (delivery.Gap, delivery.Empty!.Reason, DeliveryWork.Pending(delivery).Count()).ShouldBe((null, "a holiday", 0));
            Confirm(delivery).ShouldBeEmpty("It is said.");
        }
    }

    [Fact]
    public void what_has_come_is_not_empty_and_what_comes_after_all_counts()
    {
        Confirm(After(Received)).Rejection!.Reason.ShouldBe("Version 1 of 'orders' for 2026-11-21 was received, with 10 rows: it is not empty.");

        var empty = Confirm(null).On<Delivery>(null, Delivery.Fold)!;
        Delivery.Fold(empty, Received)!.Empty.ShouldBeNull();
    }
}
