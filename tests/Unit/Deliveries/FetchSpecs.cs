using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;

namespace EventedPipelines.Tests.Unit.Deliveries;

/// <summary>domain.md 2.5: what lacks of a delivery is fetched with one budget, for all that wait for it.</summary>
public sealed class FetchSpecs
{
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly SourceDefinition orders = new("orders", "orders.csv", null, new(), new("orders", 1, [], [], null));
    static readonly Guid id = Delivery.IdOf(orders, day);

    static DeliveryReader Reader(string pipeline, string area, bool ofHistory = false) => new(RunId.Of(pipeline, day, 1), pipeline, area, day, ofHistory);

    static Decision Await(Delivery? delivery, DeliveryReader reader) => AwaitDeliveryDecision.Decide(new(id, "orders", day, ["orders.csv"], reader, "x@1"), delivery, ReingestPolicy.Default, now);

    static Delivery Awaited(params DeliveryReader[] readers) => readers.Aggregate((Delivery?)null, (delivery, reader) => Await(delivery, reader).On(delivery, Delivery.Fold))!;

    static Decision Report(Delivery delivery, TimeSpan? settles = null) =>
        ReportFetchDecision.Decide(new("nothing there") { Settles = settles, Waiting = delivery.Readers }, delivery, ReingestPolicy.Default, now);

    static Delivery AfterVainAttempts(Delivery delivery, int attempts) => Enumerable.Range(0, attempts).Aggregate(delivery, (state, _) => Report(state).On(state, Delivery.Fold)!);

    [Fact]
    public void the_first_that_waits_has_a_delivery_fetched_and_the_others_wait_for_the_same_attempts()
    {
        Await(null, Reader("unit-profit", "profit")).Select(e => e.GetType()).ShouldBe([typeof(DeliveryMissed), typeof(DeliveryAwaited)]);
        var delivery = Awaited(Reader("unit-profit", "profit"));

        Await(delivery, Reader("daily-growth", "growth")).ShouldHaveSingleItem().ShouldBeOfType<DeliveryAwaited>();
        Await(delivery, Reader("unit-profit", "profit")).ShouldBeEmpty("It waits already.");
        DeliveryWork.Pending(Awaited(Reader("unit-profit", "profit"), Reader("daily-growth", "growth"))).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(owed => owed.Kind.ShouldBe(WorkKind.Reingest), owed => owed.Due.ShouldBe(now.AddMinutes(1)));
    }

    [Fact]
    public void a_later_generation_takes_its_intervals_place_among_those_that_wait() =>
        Awaited(Reader("unit-profit", "profit"), Reader("unit-profit", "profit") with { RunId = RunId.Of("unit-profit", day, 2) }).Readers.ShouldHaveSingleItem().RunId
            .ShouldBe(RunId.Of("unit-profit", day, 2));

    [Theory]
    [InlineData(0, 5.0)]
    [InlineData(1, 15.0)]
    [InlineData(2, null)]
    public void each_attempt_at_a_delivery_is_later_than_the_one_before_until_they_are_spent(int before, double? minutes)
    {
        var delivery = AfterVainAttempts(Awaited(Reader("unit-profit", "profit")), before);

        var decision = Report(delivery);

        var failed = decision[0].ShouldBeOfType<DeliveryReingestFailed>();
        (failed.Number, failed.Of, failed.NextDueAt).ShouldBe((before + 1, 3, minutes is { } next ? now.AddMinutes(next) : null));
        DeliveryWork.Pending(decision.On(delivery, Delivery.Fold)!).Any().ShouldBe(minutes is not null);
        decision.OfType<DeliveryExhausted>().Any().ShouldBe(minutes is null);
    }

    [Fact]
    public void what_is_being_written_costs_no_attempt()
    {
        var delivery = AfterVainAttempts(Awaited(Reader("unit-profit", "profit")), 2);

        var written = Report(delivery, TimeSpan.FromSeconds(4)).On(delivery, Delivery.Fold)!;

        (written.Reingests, written.Gap!.ReingestAt).ShouldBe((2, now.AddSeconds(4)));
    }

    [Fact]
    public void nothing_is_fetched_of_what_has_come()
    {
        var delivery = Delivery.Fold(Awaited(Reader("unit-profit", "profit")), new DeliveryReceived(id, "orders", day, 1, [], 0, 1, "f", now))!;

        Report(delivery).ShouldBeEmpty();
        DeliveryWork.Pending(delivery).ShouldBeEmpty();
        delivery.Gap.ShouldBeNull();
    }

    [Fact]
    public void a_delivery_that_came_and_lacks_something_again_has_what_is_left_of_its_budget()
    {
        var delivery = AfterVainAttempts(Awaited(Reader("unit-profit", "profit")), 2);
        delivery = Delivery.Fold(delivery, new DeliveryReceived(id, "orders", day, 1, [], 0, 1, "f", now))!;

        Await(delivery, Reader("unit-profit", "profit")).OfType<DeliveryMissed>().Single().ReingestAt.ShouldBe(now.AddMinutes(15));
    }

    /// <summary>Else the next look at the same files would close the gap, and nobody would fetch what lacks of them.</summary>
    [Fact]
    public void rows_that_lack_of_files_that_are_there_are_fetched_until_the_budget_is_spent_or_other_files_come()
    {
        var look = new ReceiveDelivery(orders, day, [new("orders.csv", "a", "f", 10, 100, 0)], 10, "columns");
        var delivery = ReceiveDeliveryDecision.Decide(look, null, now).On<Delivery>(null, Delivery.Fold)!;
        delivery = AwaitDeliveryDecision.Decide(new(id, "orders", day, ["2026-11-20"], Reader("unit-profit", "profit"), "x@1") { IsIncomplete = true }, delivery, ReingestPolicy.Default, now)
            .On(delivery, Delivery.Fold)!;

        var again = look with { After = 1 };
        ReceiveDeliveryDecision.Decide(again, delivery, now).ShouldBeEmpty("They are the same.");
        Report(delivery).ShouldHaveSingleItem().ShouldBeOfType<DeliveryReingestFailed>();
        Report(delivery, TimeSpan.FromSeconds(4)).On(delivery, Delivery.Fold)!.Gap!.IsIncomplete.ShouldBeTrue();
        ReceiveDeliveryDecision.Decide(again with { Files = [new("orders.csv", "b", "f", 11, 110, 0)] }, delivery, now).On(delivery, Delivery.Fold)!.Gap.ShouldBeNull();
    }

    [Fact]
    public void who_begins_to_wait_for_what_was_fetched_in_vain_has_an_incident_also_where_nobody_had_one()
    {
        var delivery = AfterVainAttempts(Awaited(Reader("unit-profit", "profit", ofHistory: true)), 3);
        delivery.Gap!.IsExhausted.ShouldBeTrue();

        var raised = IncidentCauses.Of([new DeliveryAwaited(id, Reader("daily-growth", "growth"), now, "x@2")], delivery, now).ShouldNotBeNull();
        (raised.Pipeline, raised.Subject, raised.Cause.Kind).ShouldBe(("daily-growth", new SourcePeriod("orders", day), IncidentCauseKind.ReingestionExhausted));
        IncidentCauses.Of([new DeliveryAwaited(id, Reader("daily-growth", "growth", ofHistory: true), now, "x@2")], delivery, now).ShouldBeNull();
    }

    [Fact]
    public void what_has_come_and_cannot_be_read_is_told_once()
    {
        var error = new StepError(ErrorClass.Permanent, "The column is missing.", "orders.csv", "Deliver it.");
        var delivery = Awaited(Reader("unit-profit", "profit"));

        var decision = RejectDeliveryDecision.Decide(new(orders, day, error), delivery, now);

        delivery = decision.On(delivery, Delivery.Fold)!;
        (delivery.Rejection, delivery.Gap).ShouldBe((error, null));
        RejectDeliveryDecision.Decide(new(orders, day, error), delivery, now).ShouldBeEmpty();
        RejectDeliveryDecision.Decide(new(orders, day, error with { Message = "Another." }), delivery, now).ShouldNotBeEmpty();
        delivery = Delivery.Fold(delivery, new DeliveryReceived(id, "orders", day, 1, [], 0, 1, "f", now))!;
        RejectDeliveryDecision.Decide(new(orders, day, error), delivery, now).ShouldBeEmpty("It was looked at before that had come.");
        RejectDeliveryDecision.Decide(new(orders, day, error) { After = 1 }, delivery, now).ShouldNotBeEmpty();
    }

    /// <summary>domain.md 3.1: one incident, which names every interval and area that it touches.</summary>
    [Fact]
    public void a_delivery_that_was_fetched_in_vain_raises_one_incident_that_names_all_that_wait_but_history()
    {
        var delivery = AfterVainAttempts(Awaited(Reader("unit-profit", "profit"), Reader("daily-growth", "growth"), Reader("old", "growth", ofHistory: true)), 2);

        var raised = IncidentCauses.Of(Report(delivery).OfType<DeliveryExhausted>().Single(), delivery, "The page is HTML.", now)!;

        raised.Subject.ShouldBe(new("orders", day));
        raised.Affected.ShouldBe([new("daily-growth", "growth", day), new("unit-profit", "profit", day)]);
        raised.Cause.Message.ShouldBe("'orders' of 2026-11-21 has not arrived, also not after 3 attempts to fetch it: orders.csv. The last attempt: The page is HTML.");
    }

    [Fact]
    public void nobody_is_told_of_a_delivery_that_only_history_waits_for()
    {
        var delivery = AfterVainAttempts(Awaited(Reader("old", "growth", ofHistory: true)), 2);

        IncidentCauses.Of(Report(delivery).OfType<DeliveryExhausted>().Single(), delivery, "The page is HTML.", now).ShouldBeNull();
    }
}
