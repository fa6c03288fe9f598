using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.Compensation;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Compensation;

/// <summary>The month is paid out.</summary>
public sealed record CloseCompensationCommand;

/// <summary>
/// A line is wrong: what is given is right instead, and what is not given was right. With nothing but a reason the line is taken back, and nobody is paid
/// for it. Where <paramref name="LineId"/> is a reversal, the line that it took back is booked again, with what is given.
/// </summary>
public sealed record CorrectCompensationCommand(
    Guid? LineId, string? Engineer, string? Reason, DateTimeOffset? From = null, DateTimeOffset? To = null, decimal? Rate = null, decimal? Multiplier = null);

public sealed class CorrectCompensationCommandValidator : AbstractValidator<CorrectCompensationCommand>
{
    public CorrectCompensationCommandValidator()
    {
        RuleFor(command => command.LineId).NotNull().WithMessage("Say which line: GET /api/v1/compensation lists them.");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: the ledger shows it.").IsReason();
        RuleFor(command => command.Rate).IsRate();
        RuleFor(command => command.Multiplier).IsMultiplier();
    }
}

/// <summary>
/// Somebody worked on a holiday, and no line says so. The rate is the engineer's and the multiplier the holidays', unless others are given; the holidays
/// are the calendar's, unless it does not have them on the day.
/// </summary>
public sealed record BookCompensationCommand(
    string? Engineer, DateTimeOffset? From, DateTimeOffset? To, string? Reason, IReadOnlyList<string>? Holidays = null, decimal? Rate = null, decimal? Multiplier = null);

public sealed class BookCompensationCommandValidator : AbstractValidator<BookCompensationCommand>
{
    public BookCompensationCommandValidator()
    {
        RuleFor(command => command.Engineer).NotEmpty().WithMessage("Name the engineer who worked.");
        RuleFor(command => command.From).NotNull().WithMessage("Say from when (2026-12-25T08:00:00Z).").Must(IsNear).WithMessage("A time of the years 1900 to 2199.");
        RuleFor(command => command.To).NotNull().WithMessage("Say until when (2026-12-25T16:00:00Z).");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why it was not booked: the ledger shows it.").IsReason();
        RuleFor(command => command.Rate).IsRate();
        RuleFor(command => command.Multiplier).IsMultiplier();
    }

    // Far from the ends of what a date can be, where there is no day after.
    static bool IsNear(DateTimeOffset? at) => at is null or { Year: >= 1900 and <= 2199 };
}

public static class CompensationEndpoint
{
    [WolverineGet("/api/v1/compensation")]
    [Tags("Compensation"), EndpointSummary(
        "A month's holiday duty to be paid, with actor and evidence of each line, the period's state and total; without a period, this month's. As CSV by Accept: text/csv.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK, "application/json", Csv.ContentType)]
    public static async Task<IResult> Get(string? period, IDocumentStore store, HttpRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        await using var session = store.QuerySession();
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken);
        var month = DataInterval.Month(LocalTime.DayOf(now, team?.Plan.TimeZone ?? TimeZoneInfo.Utc));
        if (period is not null && !IsMonth(period, out month))
        {
            return (Reply<CompensationView>)NoMonth(period);
        }

        var ledger = await session.LoadAsync<PayPeriod>(PayPeriod.IdOf(month), cancellationToken);
        var view = CompensationView.Of(month, ledger);
        return Csv.IsWanted(request) ? Results.Text(CompensationCsv.Of(view), $"{Csv.ContentType}; charset=utf-8; header=present") : (Reply<CompensationView>)view;
    }

    [WolverinePost("/api/v1/compensation/{period}/close")]
    [Tags("Compensation"), EndpointSummary("Closes a month's ledger: it is paid out, and nothing in it changes any more. A later correction goes into an open month.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<CompensationView>> Close(
        string period, CloseCompensationCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<CompensationView>(http, command, async session =>
        {
            if (!IsMonth(period, out var month))
            {
                return NoMonth(period);
            }

            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
            {
                return TeamProblems.NoTeam();
            }

            var stream = await session.LockLedgerAsync(month, cancellationToken);
            var decision = ClosePayPeriodDecision.Decide(new(month, http.ActorName()), stream.Aggregate, LocalTime.DayOf(now, team.TimeZone), now);
            if (decision.Rejection is { } refused)
            {
                return Problems.Conflict(refused);
            }

            await session.AppendAsync(stream, decision, cancellationToken);
            return Answer(month, decision.On(stream.Aggregate, PayPeriod.Fold));
        });

    [WolverinePost("/api/v1/compensation/corrections")]
    [Tags("Compensation"), EndpointSummary(
        "Corrects a line's person, time, rate or multiplier, or takes it back: a reversal and a new line, in the month that is open. A correction can be corrected in turn.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<CompensationView>> Correct(
        CorrectCompensationCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<CompensationView>(http, command, async session =>
        {
            var id = command.LineId!.Value;
            var known = await session.Query<PayPeriod>().Where(period => period.Lines.Any(line => line.LineId == id)).FirstOrDefaultAsync(cancellationToken);
            if (known?.Lines.Find(line => line.LineId == id) is not { } line)
            {
                return Problems.NotFound($"line {id}", "GET /api/v1/compensation?period=2026-12 lists a month's.");
            }

            var team = (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken))!;
            var then = await session.TeamOfAsync(line, team, cancellationToken);
            var ledger = await session.LockLedgerAsync(line.Day, cancellationToken);
            var change = new PayChange(command.Engineer, command.From, command.To, command.Rate, command.Multiplier);
            return await SayAsync(session, ledger, CorrectPayDecision.Decide(new(id, change, command.Reason!, http.ActorName()), ledger.Day, ledger.Month, then, team, now), cancellationToken);
        });

    [WolverinePost("/api/v1/compensation/lines")]
    [Tags("Compensation"), EndpointSummary("Books holiday duty that was worked and never booked, in its month or, where that is closed, in the one that is open.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<CompensationView>> Book(
        BookCompensationCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<CompensationView>(http, command, async session =>
        {
            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { } team)
            {
                return TeamProblems.NoTeam();
            }

            var book = new BookMissingDuty(
                command.Engineer!, command.From!.Value, command.To!.Value, command.Holidays is [] ? null : command.Holidays, command.Rate, command.Multiplier, command.Reason!, http.ActorName());
            var day = LocalTime.DayOf(book.From, team.Plan.TimeZone);
            var year = await session.LoadAsync<HolidayYear>(HolidayYear.IdOf(day.Year), cancellationToken);
            var ledger = await session.LockLedgerAsync(day, cancellationToken);
            return await SayAsync(session, ledger, BookMissingDutyDecision.Decide(book, ledger.Day, year, await session.CalendarAsync(cancellationToken), ledger.Month, team, now), cancellationToken);
        });

    static async Task<Reply<CompensationView>> SayAsync(IDocumentSession session, OpenLedger ledger, Decision decision, CancellationToken cancellationToken)
    {
        if (decision.Rejection is { } refused)
        {
            return Problems.Conflict(refused, "GET /api/v1/compensation?period=2026-12 lists a month's lines.");
        }

        await session.AppendAsync(ledger.Stream, decision, cancellationToken);
        return Answer(ledger.Month, decision.On(ledger.Stream.Aggregate, PayPeriod.Fold));
    }

    static Reply<CompensationView> Answer(DataInterval month, PayPeriod? ledger) => new(StatusCodes.Status200OK, CompensationView.Of(month, ledger)) { Location = CompensationView.PathOf(month) };

    static bool IsMonth(string period, out DataInterval month) => DataInterval.TryParse(period, out month) && month.Grain is Grain.Month;

    static ProblemDetails NoMonth(string period) => Problems.Invalid("period", $"'{period}' is not a month (2026-12).");
}
