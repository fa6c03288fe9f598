using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.Calendars;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Calendars;

/// <summary>
/// Public holidays, as a file has them. <paramref name="Source"/> is its name, ending in .ics or .csv: the same name again takes the place of what it said before.
/// <paramref name="Take"/> and <paramref name="Leave"/> are keys that are public holidays, and keys that are none, whatever the file marks.
/// </summary>
public sealed record ImportCommand(string? Source, string? Content, IReadOnlyList<string>? Take = null, IReadOnlyList<string>? Leave = null);

public sealed class ImportCommandValidator : AbstractValidator<ImportCommand>
{
    const int LongestName = 100;

    public ImportCommandValidator()
    {
        RuleFor(command => command.Source).NotEmpty().WithMessage("Name the source, such as national.ics.").MaximumLength(LongestName)
            .Must(source => Path.GetExtension(source)?.ToUpperInvariant() is ".ICS" or ".CSV").WithMessage("The name ends in .ics or .csv, which says what the content is.");
        RuleFor(command => command.Content).NotEmpty().WithMessage("Send the file's text.");
    }
}

/// <summary>
/// What the import changed, of days to come; <paramref name="NotPlanned"/> says which years' rota could not be planned, and why. <paramref name="Taken"/>
/// counts the public holidays of the file, and <paramref name="Left"/> has what is none, and why.
/// </summary>
public sealed record ImportReceipt(
    string Source, IReadOnlyList<Holiday> Added, IReadOnlyList<Holiday> Removed, long CalendarVersion, IReadOnlyList<string> NotPlanned, int Taken, IReadOnlyList<LeftOut> Left);

public static class ImportEndpoint
{
    // A rule that repeats for ever is taken so far.
    const int YearsAhead = 5;

    [WolverinePost("/api/v1/calendar/imports")]
    [Tags("Calendar"), EndpointSummary("Imports public holidays from iCalendar or CSV. Days that have begun, sprints that are over, verdicts and pay stay as they are.")]
    [ProducesResponseType<ImportReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static async Task<Reply<ImportReceipt>> Post(ImportCommand command, TeamCommands commands, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var choice = new HolidayChoice(command.Take ?? [], command.Leave ?? []);
        var read = HolidayFile.Read(command.Source!, command.Content!, new(today.Year, 1, 1), new(today.Year + YearsAhead, 12, 31), choice);
        if (read.Problems.Count > 0)
        {
            return Problems.Invalid(new Dictionary<string, string[]>
            {
                ["content"] = [.. read.Problems.Select(problem => $"{(problem.Line is { } line ? $"Line {line}: " : "")}{problem.Message} {problem.Remedy}")],
            });
        }

        var refused = new Dictionary<string, string[]> { ["take"] = Refusals(choice.Take, read, []), ["leave"] = Refusals(choice.Leave, read, choice.Take) }
            .Where(field => field.Value.Length > 0).ToDictionary();
        if (refused.Count > 0)
        {
            return Problems.Invalid(refused);
        }

        return await commands.DoAsync<ImportReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
            {
                return TeamProblems.NoTeam();
            }

            var sprint = await session.LockOpenSprintAsync(cancellationToken);
            await session.LockAsync(WorkCalendar.TheId, cancellationToken);
            var stream = await session.Events.FetchForWriting<WorkCalendar>(WorkCalendar.TheId, cancellationToken);
            var decision = ImportHolidaysDecision.Decide(new(command.Source!, read.Holidays, http.ActorName()), stream.Aggregate, LocalTime.DayOf(now, team.TimeZone), now);
            await session.AppendAsync(stream, decision, cancellationToken);
            await session.AskForCoverageAsync(sprint, now, cancellationToken);
            var imported = decision.OfType<HolidaysImported>().FirstOrDefault();
            return new ImportReceipt(command.Source!, imported?.Added ?? [], imported?.Removed ?? [], (stream.Aggregate?.Version ?? 0) + decision.Count, [], read.Holidays.Count, read.Left);
        }, (receipt, notPlanned) => receipt with { NotPlanned = notPlanned });
    }

    static string[] Refusals(IReadOnlyList<string> keys, HolidayReading read, IReadOnlyList<string> others)
    {
        string[] known = [.. read.Keys.Order(StringComparer.Ordinal)];
        return
        [
            .. from key in keys
               let refusal = read.Refusal(key, others)
               where refusal is not null
               select known.Contains(key) ? $"{refusal} Leave it in one of them."
                   : $"{refusal} {(NearestName.Of(key, known) is { } nearest ? $"Did you mean '{nearest}'? " : "")}Known: {string.Join(", ", known)}.",
        ];
    }
}
