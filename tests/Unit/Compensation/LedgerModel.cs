using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Tests.Unit.OnCall;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>
/// The ledgers of a team as a system keeps them, in memory: each block is booked when its end has come or the system is up again, in its month or, where
/// that is closed, in the first open one after it.
/// </summary>
sealed class LedgerModel(RotationModel rota, PayPolicy pay)
{
    readonly Dictionary<DataInterval, PayPeriod> _ledgers = [];

    public IEnumerable<PayPeriod> Ledgers => _ledgers.Values;

    /// <summary>As it was when it was closed.</summary>
    public Dictionary<DataInterval, PayPeriod> Closed { get; } = [];

    /// <summary>The corrections that were allowed: which stretch of duty is whose, or nobody's, in their order.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To, string? Engineer)> Corrections { get; } = [];

    public IEnumerable<PayLine> Lines => _ledgers.Values.SelectMany(ledger => ledger.Lines);

    DefinedTeam Team => Rota.Defined(rota.Team with { Pay = pay }, rota.TeamVersion);

    public void PassTo(DateTimeOffset until)
    {
        rota.PassTo(until, isDown: false);
        var due =
            from year in rota.Years.Values
            from work in HolidayYearWork.Pending(year)
            where work.Due <= until
            orderby work.Due
            select (year.Year, work.Key);
        foreach (var (year, key) in due.ToList())
        {
            var worked = rota.EndBlock(year, key)!;
            var month = OpenFrom(worked.Day);
            Tell(month, BookDutyDecision.Decide(new(rota.Years[year], worked, Team), _ledgers.GetValueOrDefault(month), month, until));
        }
    }

    public void Close(DataInterval month)
    {
        var (refused, events) = ClosePayPeriodDecision.Decide(new(month, "test"), _ledgers.GetValueOrDefault(month), rota.Today, rota.Now);
        Tell(month, events);
        if (refused is null && events.Length > 0)
        {
            Closed[month] = _ledgers[month];
        }
    }

    public bool Correct(PayLine line, PayChange change)
    {
        var month = OpenFrom(line.Day);
        var (refused, events) = CorrectPayDecision.Decide(new(line.LineId, change, "They swapped.", "test"), DayOf(line.Day), month, Team, Team, rota.Now);
        Tell(month, events);
        if (refused is null)
        {
            // A reversal names what it took back: without more said, that is wanted again.
            Corrections.Add((line.From, line.To, change.Engineer ?? (line.Reverses is null ? null : line.Engineer)));
        }

        return refused is null;
    }

    public DayOfPay DayOf(DateOnly day) => new([.. _ledgers.Values.OrderBy(ledger => ledger.Period).SelectMany(ledger => ledger.Lines).Where(line => line.Day == day)]);

    DataInterval OpenFrom(DateOnly day)
    {
        var month = DataInterval.Month(day);
        while (_ledgers.GetValueOrDefault(month)?.IsClosed is true)
        {
            month = month.Next;
        }

        return month;
    }

    void Tell(DataInterval month, IEnumerable<object> events)
    {
        foreach (var e in events.ToList())
        {
            _ledgers[month] = PayPeriod.Fold(_ledgers.GetValueOrDefault(month), e)!;
        }
    }
}
