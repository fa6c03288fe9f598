using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>
/// Sprints over the years as a system goes through them, in memory: what is owed is done when it is due, or when the system is up again; after every
/// change the running sprint is planned anew, and the holidays of the year and the next where they are to be.
/// </summary>
sealed class RotationModel
{
    readonly TimeZoneInfo _zone;
    readonly List<Sprint> _sprints = [];
    readonly List<IReadOnlyList<string>> _orders = [];
    readonly SortedDictionary<int, HolidayYear> _years = [];
    readonly bool _plansHolidays;
    IReadOnlyList<string> _engineers = Rota.Engineers;
    DateTimeOffset _definedAt;

    public RotationModel(TimeZoneInfo zone, RotationPlan rotation, WorkCalendar calendar, DateTimeOffset now, bool plansHolidays = false)
    {
        (_zone, Rotation, Calendar, Now, _definedAt, _plansHolidays) = (zone, rotation, calendar, now, now, plansHolidays);
        Open(SprintOpening.First(Terms(), now));
        FollowUp();
    }

    public DateTimeOffset Now { get; private set; }

    public RotationPlan Rotation { get; private set; }

    public WorkCalendar Calendar { get; private set; }

    public int TeamVersion { get; private set; } = 1;

    public Overrides Overrides { get; private set; } = Overrides.None;

    public IReadOnlyList<Sprint> Sprints => _sprints;

    /// <summary>The order that was in force when a sprint was opened, by its place in <see cref="Sprints"/>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Orders => _orders;

    public IReadOnlyDictionary<int, HolidayYear> Years => _years;

    public TeamPlan Team => Rota.Team(_engineers, _zone.Id, Rotation);

    public DutyRoster Roster => new(Rota.Defined(Team, TeamVersion, _definedAt), Overrides, [.. Sprints], [.. _years.Values]);

    public DateOnly Today => LocalTime.DayOf(Now, _zone);

    Sprint Running => _sprints[^1];

    public void PassTo(DateTimeOffset until, bool isDown)
    {
        Now = isDown ? until : Now;
        while (SprintWork.Pending(Running).Single(work => work.Kind == WorkKind.Handover).Due is var due && due <= until)
        {
            Now = due > Now ? due : Now;
            HandOver(null);
        }

        Now = until;
        FollowUp();
    }

    /// <summary>By hand, unless it is refused.</summary>
    public void HandOver(string? by)
    {
        var decision = HandOverDecision.Decide(new(by, null, [], [], Terms(), NotificationPolicy.Default), Running, Now);
        Tell(decision);
        if (decision.With<Sprint>().SingleOrDefault() is SprintOpened next)
        {
            Open(next);
            FollowUp();
        }
    }

    /// <summary>All that the one source says of holidays.</summary>
    public void Import(IEnumerable<Holiday> holidays) => Change(ImportHolidaysDecision.Decide(new("file", [.. holidays], "test"), Calendar, Today, Now));

    public void Work(IReadOnlyList<DayOfWeek> week) => Change(SetWorkWeekDecision.Decide(new(week, "test"), Calendar, Today, Now));

    public void Take(IReadOnlyList<string> order, TimeOnly handoverAt)
    {
        (Rotation, TeamVersion, _definedAt) = (Rotation with { Order = order, HandoverAt = handoverAt }, TeamVersion + 1, Now);
        FollowUp();
    }

    /// <summary>The team is these.</summary>
    public void Hire(IReadOnlyList<string> engineers)
    {
        (_engineers, TeamVersion, _definedAt) = (engineers, TeamVersion + 1, Now);
        FollowUp();
    }

    public void StandIn(Guid id, string engineer, string insteadOf, DateTimeOffset from, DateTimeOffset to) =>
        Override(MakeOverrideDecision.Decide(new(id, engineer, insteadOf, from, to, "a wedding", "test", Consent: true), Overrides, Team, [.. _years.Values], Now).Events);

    public void CallOff(Guid id) => Override(EndOverrideDecision.Decide(new(id, "test"), Overrides, Now));

    public Decision Plan(int year) =>
        PlanHolidaysDecision.Decide(new(year, Rota.Defined(Team, TeamVersion), Calendar, _years.GetValueOrDefault(year - 1), "test"), _years.GetValueOrDefault(year), Today, Now);

    /// <summary>A block is over, by the plan and the overrides of now; null where that is recorded already.</summary>
    public HolidayBlockWorked? EndBlock(int year, string key)
    {
        var decision = EndHolidayBlockDecision.Decide(new(key, Overrides), _years[year], Now);
        _years[year] = decision.On(_years[year], HolidayYear.Fold)!;
        return decision.OfType<HolidayBlockWorked>().SingleOrDefault();
    }

    SprintTerms Terms() => new(Team, TeamVersion, Rotation, Calendar, Domain.Catalog.Policies.RequestPolicy.Default, false, "team@1");

    void Change(IEnumerable<object> events)
    {
        Calendar = events.Aggregate(Calendar, (state, e) => WorkCalendar.Fold(state, e)!);
        FollowUp();
    }

    void Override(IEnumerable<object> events) => Overrides = events.Aggregate(Overrides, (state, e) => Overrides.Fold(state, e)!);

    void FollowUp()
    {
        Tell(ReplanSprintDecision.Decide(Running, Calendar, Rotation, "calendar@1", Now));
        foreach (var year in _plansHolidays ? [Today.Year, Today.Year + 1] : Array.Empty<int>())
        {
            foreach (var planned in Plan(year).Events)
            {
                _years[year] = HolidayYear.Fold(_years.GetValueOrDefault(year), planned)!;
            }
        }
    }

    void Tell(IEnumerable<object> events) => _sprints[^1] = events.Aggregate(Running, (state, e) => Sprint.Fold(state, e)!);

    void Open(SprintOpened opened)
    {
        _sprints.Add(Sprint.Fold(null, opened)!);
        _orders.Add(Rotation.Order);
    }
}
