using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;

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

    static Decision Refetch(Delivery? delivery, SourceDefinition? source = null) => RequestRefetchDecision.Decide(new(source ?? orders, day, "it was cut off", "amara"), delivery, now);

    static Decision Confirm(Delivery? delivery) => ConfirmDeliveryEmptyDecision.Decide(new(id, "orders", day, "a holiday", "amara"), delivery, now);

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
