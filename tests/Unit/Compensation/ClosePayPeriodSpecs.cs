using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>A month that is paid out (domain.md 6.4).</summary>
public sealed class ClosePayPeriodSpecs
{
    static readonly DateTimeOffset now = At("2027-01-02T09:00Z");
    static readonly DataInterval december = DataInterval.Parse("2026-12");
    static readonly DecisionSpec<PayPeriod> ledger = new(PayPeriod.Fold);

    static DutyBooked Booked(decimal amount, int number) => new(
        PayPeriod.IdOf(december), december,
        new(new Guid(number, 0, 0, new byte[8]), "amara", "Amara", Day("2026-12-25"), ["christmas-day"], 1, now, now.AddHours(8), 8m, 60m, 2m, amount, "EUR", []), now);

    static object[] Close(PayPeriod? state, string today = "2027-01-02") => ClosePayPeriodDecision.Decide(new(december, "amara"), state, Day(today), now).Events;

    static string? WhyNot(PayPeriod? state, string today) => ClosePayPeriodDecision.Decide(new(december, "amara"), state, Day(today), now).Rejection?.Reason;

    [Fact]
    public void a_pay_period_is_closed_with_the_total_of_its_pay_lines() =>
        ledger.Given(Booked(960.5m, 1), Booked(-0.25m, 2)).Deciding(state => Close(state)).Then(new PayPeriodClosed(PayPeriod.IdOf(december), 960.25m, 2, "amara", now));

    [Fact]
    public void closing_a_pay_period_again_changes_nothing() =>
        ledger.Given(Booked(960, 1), new PayPeriodClosed(PayPeriod.IdOf(december), 960, 1, "amara", now)).Deciding(state => Close(state)).ThenNothing();

    [Theory]
    [InlineData("2026-12-25")]
    [InlineData("2026-12-31")]
    public void a_pay_period_is_not_closed_before_its_month_is_over(string today) =>
        WhyNot(ledger.Given(Booked(960, 1)).State, today).ShouldBe("2026-12 is not over: it may be closed from 2027-01-01 on.");

    [Fact]
    public void a_pay_period_may_be_closed_from_the_day_after_its_month_on() => WhyNot(ledger.Given(Booked(960, 1)).State, "2027-01-01").ShouldBeNull();

    [Fact]
    public void an_empty_pay_period_has_nothing_to_pay_and_is_not_closed() => WhyNot(null, "2027-01-02").ShouldBe("The ledger of 2026-12 is empty: there was no holiday duty to pay.");

    [Fact]
    public void a_closed_pay_period_is_known_as_closed_with_its_total()
    {
        var state = ledger.Given(Booked(960, 1), new PayPeriodClosed(PayPeriod.IdOf(december), 960, 1, "amara", now)).State!;
        (state.IsClosed, state.Total, state.Version).ShouldBe((true, 960m, 2));
    }
}
