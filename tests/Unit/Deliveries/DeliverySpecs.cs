using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Deliveries;

/// <summary>domain.md 1.4: one period of a source is a delivery, received in versions by its content.</summary>
public sealed class DeliverySpecs
{
    static readonly DataInterval day = DataInterval.Parse("2026-11-22");
    static readonly DateTimeOffset now = new(2026, 11, 23, 0, 5, 0, TimeSpan.Zero);
    static readonly SourceDefinition orders = new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [new("order_id", "varchar")], [], null));

    static ReceiveDelivery Look(params string[] hashes) =>
        new(orders, day, [.. hashes.Select((hash, at) => new IngestedFile($"{at}.csv", hash, $"file {hash}", 10, 100, 0))], 10 * hashes.Length, "columns");

    static Delivery Received(params string[] hashes) => ReceiveDeliveryDecision.Decide(Look(hashes), null, now).On<Delivery>(null, Delivery.Fold)!;

    [Fact]
    public void the_first_look_at_files_begins_a_delivery_with_its_first_version()
    {
        var received = ReceiveDeliveryDecision.Decide(Look("a"), null, now).ShouldHaveSingleItem().ShouldBeOfType<DeliveryReceived>();

        (received.DeliveryId, received.Source, received.Period, received.Number, received.Rows, received.ContractVersion).ShouldBe((Delivery.IdOf(orders, day), "orders", day, 1, 10, 1));
    }

    [Fact]
    public void the_same_content_again_changes_nothing() => ReceiveDeliveryDecision.Decide(Look("a"), Received("a"), now).ShouldBeEmpty();

    [Theory]
    [InlineData("b")]
    [InlineData("a", "b")]
    public void other_content_is_the_next_version(params string[] hashes) =>
        ReceiveDeliveryDecision.Decide(Look(hashes) with { After = 1 }, Received("a"), now).ShouldHaveSingleItem().ShouldBeOfType<DeliveryReceived>().Number.ShouldBe(2);

    [Fact]
    public void the_same_content_read_by_another_version_of_the_contract_is_a_version() =>
        ReceiveDeliveryDecision.Decide(Look("a") with { Source = orders with { Contract = orders.Contract with { Version = 2 } }, After = 1 }, Received("a"), now).ShouldNotBeEmpty();

    [Fact]
    public void a_look_that_was_slower_than_a_later_one_is_not_recorded_over_it()
    {
        var later = Received("b");
        ReceiveDeliveryDecision.Decide(Look("a"), later, now).ShouldBeEmpty("It began before anything had come.");
        ReceiveDeliveryDecision.Decide(Look("a") with { After = 1 }, later, now).ShouldNotBeEmpty("It began with that.");
    }

    [Fact]
    public void a_reference_is_read_by_the_latest_version_of_its_contract_whichever_interval_asks()
    {
        var second = orders.Contract with { Version = 2, From = new(2026, 12, 1) };
        var source = orders with { Contract = second, Earlier = [orders.Contract] };
        source.AsOf(day).Contract.Version.ShouldBe(1);
        (source with { Reference = true }).AsOf(day).Contract.Version.ShouldBe(2);
    }

    [Fact]
    public void what_a_version_is_asked_is_asked_once()
    {
        var delivery = Received("a");
        var asked = new CheckDelivery(delivery.Current!.Received.Files, "rules", [], [new("orders", "orders-key", "apart", 2)]);

        var decision = CheckDeliveryDecision.Decide(asked, delivery, now);

        var found = decision.ShouldHaveSingleItem().ShouldBeOfType<DeliveryChecked>();
        (found.Number, found.Because).ShouldBe((1, EventRef.Of(delivery.Id, 1)));
        delivery = decision.On(delivery, Delivery.Fold)!;
        delivery.Current!.Checked.ShouldBe(found);
        CheckDeliveryDecision.Decide(asked, delivery, now).ShouldBeEmpty();
        CheckDeliveryDecision.Decide(asked with { Rules = "others" }, delivery, now).ShouldNotBeEmpty("The checks have changed.");
    }

    [Fact]
    public void what_was_found_in_other_files_is_not_told_of_those_that_have_come_since()
    {
        var delivery = Received("a");
        var asked = new CheckDelivery(delivery.Current!.Received.Files, "rules", [], []);
        delivery = ReceiveDeliveryDecision.Decide(Look("b") with { After = 1 }, delivery, now).On(delivery, Delivery.Fold)!;

        CheckDeliveryDecision.Decide(asked, delivery, now).ShouldBeEmpty();
        delivery.VersionOf(1)!.Received.Files[0].Sha256.ShouldBe("a", "A version that somebody has read stays.");
    }

    [Theory]
    [InlineData(null, "2026-11-22", "2026-11-22")]
    [InlineData(Grain.Month, "2026-11-22", "2026-11")]
    [InlineData(Grain.Month, "2026-11", "2026-11")]
    public void an_interval_reads_the_delivery_that_holds_it(Grain? period, string interval, string read) =>
        (orders with { Period = period }).PeriodsOf(DataInterval.Parse(interval)).ShouldHaveSingleItem().ToString().ShouldBe(read);

    [Fact]
    public void a_month_reads_the_deliveries_of_all_its_days() => orders.PeriodsOf(DataInterval.Parse("2026-11")).Count().ShouldBe(30);

    [Fact]
    public void a_reference_is_one_delivery_for_all_intervals()
    {
        var reference = orders with { Reference = true };

        Delivery.IdOf(reference, day).ShouldBe(Delivery.IdOf(reference, DataInterval.Parse("2025-01")));
        reference.PeriodsOf(DataInterval.Parse("2026-11")).ShouldHaveSingleItem();
    }
}
