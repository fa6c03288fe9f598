using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Compensation;

public sealed record ClosePayPeriod(DataInterval Period, string Actor);

public static class ClosePayPeriodDecision
{
    /// <summary>Only of a month that is over; said again it changes nothing.</summary>
    public static Decision Decide(ClosePayPeriod command, PayPeriod? period, DateOnly today, DateTimeOffset now)
    {
        if (period is { IsClosed: true })
        {
            return [];
        }

        if (today <= command.Period.Last)
        {
            return new Rejection($"{command.Period} is not over: it may be closed from {command.Period.End:yyyy-MM-dd} on.");
        }

        return period is null
            ? new Rejection($"The ledger of {command.Period} is empty: there was no holiday duty to pay.")
            : [new PayPeriodClosed(period.Id, period.Total, period.Lines.Count, command.Actor, now)];
    }
}
