using EventedPipelines.Api.Http;
using EventedPipelines.Api.OnCall;
using EventedPipelines.Domain;
using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Projections.Compensation;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Compensation;

/// <summary>The month is paid out.</summary>
public sealed record CloseCompensationCommand;

/// <summary>A line is wrong: <paramref name="Engineer"/> was there instead, or nobody is to be paid for it.</summary>
public sealed record CorrectCompensationCommand(Guid? LineId, string? Engineer, string? Reason);

public sealed class CorrectCompensationCommandValidator : AbstractValidator<CorrectCompensationCommand>
{
    public CorrectCompensationCommandValidator()
    {
        RuleFor(command => command.LineId).NotNull().WithMessage("Say which line: GET /api/v1/compensation lists them.");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: the ledger shows it.").IsReason();
    }
}

public static class CompensationEndpoint
{
    [WolverineGet("/api/v1/compensation")]
    [Tags("Compensation"), EndpointSummary("A month's holiday duty to be paid, with the evidence of each line; without a period, this month's. As CSV by Accept: text/csv.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK, "application/json", Csv.ContentType)]
    public static async Task<IResult> Get(string? period, IDocumentStore store, HttpRequest request, DateTimeOffset now, CancellationToken token)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        await using var session = store.QuerySession();
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token);
        var month = Slice.Month(LocalTime.DayOf(now, team?.Plan.TimeZone ?? TimeZoneInfo.Utc));
        if (period is not null && !IsMonth(period, out month))
        {
            return (Reply<CompensationView>)NoMonth(period);
        }

        var ledger = await session.LoadAsync<PayPeriod>(PayPeriod.IdOf(month), token);
        var view = CompensationView.Of(month, ledger);
        return Csv.IsWanted(request) ? Results.Text(CompensationCsv.Of(view), $"{Csv.ContentType}; charset=utf-8; header=present") : (Reply<CompensationView>)view;
    }

    [WolverinePost("/api/v1/compensation/{period}/close")]
    [Tags("Compensation"), EndpointSummary("Closes a month's ledger: it is paid out, and nothing in it changes any more. A later correction goes into an open month.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<CompensationView>> Close(
        string period, CloseCompensationCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken token) =>
        commands.DoAsync<CompensationView>(http, command, async session =>
        {
            if (!IsMonth(period, out var month))
            {
                return NoMonth(period);
            }

            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token) is not { Plan: var team })
            {
                return TeamProblems.NoTeam();
            }

            var stream = await session.LockLedgerAsync(month, token);
            var (refused, events) = ClosePayPeriodDecision.Decide(new(month, http.ActorName()), stream.Aggregate, LocalTime.DayOf(now, team.TimeZone), now);
            if (refused is not null)
            {
                return Problems.Conflict(refused);
            }

            stream.AppendMany(events);
            return Answer(month, events.Aggregate(stream.Aggregate, PayPeriod.Fold));
        });

    [WolverinePost("/api/v1/compensation/corrections")]
    [Tags("Compensation"), EndpointSummary("Corrects a line: a reversal, and a line for whoever was there, in the month that is open.")]
    [ProducesResponseType<CompensationView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static Task<Reply<CompensationView>> Correct(
        CorrectCompensationCommand command, IdempotentCommands commands, HttpContext http, DateTimeOffset now, CancellationToken token) =>
        commands.DoAsync<CompensationView>(http, command, async session =>
        {
            var id = command.LineId!.Value;
            var ledgers = await session.Query<PayPeriod>().Where(period => period.Lines.Any(line => line.LineId == id || line.Reverses == id)).ToListAsync(token);
            if (ledgers.SelectMany(period => period.Lines).FirstOrDefault(line => line.LineId == id) is not { } line)
            {
                return Problems.NotFound($"line {id}", "GET /api/v1/compensation?period=2026-12 lists a month's.");
            }

            var team = (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token))!;
            var (stream, month) = await session.LockLedgerAsync(line.Day, token);
            var isReversed = ledgers.Any(period => period.IsReversed(id)) || stream.Aggregate?.IsReversed(id) is true;
            var (refused, events) = CorrectPayDecision.Decide(new(id, command.Engineer, command.Reason!, http.ActorName()), line, isReversed, month, team, now);
            if (refused is not null)
            {
                return Problems.Conflict(refused);
            }

            stream.AppendMany(events);
            return Answer(month, events.Aggregate(stream.Aggregate, PayPeriod.Fold));
        });

    static Reply<CompensationView> Answer(Slice month, PayPeriod? ledger) => new(StatusCodes.Status200OK, CompensationView.Of(month, ledger)) { Location = CompensationView.PathOf(month) };

    static bool IsMonth(string period, out Slice month) => Slice.TryParse(period, out month) && month.Grain is Grain.Month;

    static ProblemDetails NoMonth(string period) => Problems.Invalid("period", $"'{period}' is not a month (2026-12).");
}
