using System.CommandLine;
using EventedPipelines.Api.Team.Compensation;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`pay`: the ledger of holiday duty, and what was wrong in it.</summary>
public static class PayCommandLine
{
    public static Command Build()
    {
        var command = Showing("pay", "Holiday duty to be paid: shows a month's ledger. Its commands correct it, book what was never booked, and close a month.");
        command.Add(Showing("show", "Shows a month's ledger."));
        command.Add(Correcting());
        command.Add(Booking());
        command.Add(Closing());
        return command;
    }

    static Command Showing(string name, string description)
    {
        var server = new ServerOptions();
        var period = new Option<string?>("--period") { Description = "The month; without it, this one.", HelpName = "2026-12" };
        var command = new Command(name, description) { period };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var query = parsed.GetValue(period) is { } month ? $"?period={Uri.EscapeDataString(month)}" : "";
            server.Answer(parsed, await connection.GetAsync<CompensationView>($"/api/v1/compensation{query}", cancellationToken), PayReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Correcting()
    {
        var server = new ServerOptions();
        var line = new Argument<Guid>("line") { Description = "The line's id, as the ledger shows it; of a reversal that was wrong, the reversal's." };
        var engineer = new Option<string?>("--engineer") { Description = "Who was there instead." };
        var from = InstantOption.Of("--from", "From when they were", required: false);
        var until = InstantOption.Of("--until", "Until when they were", required: false);
        var (rate, multiplier, reason) = (Rate(), Multiplier(), Reason());
        var command = new Command("correct", "Corrects a line by a reversal and a new line: what is given is right instead. With nothing but a reason, nobody is paid for it.")
        {
            line, engineer, from, until, rate, multiplier, reason,
        };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var body = new CorrectCompensationCommand(
                parsed.GetValue(line), parsed.GetValue(engineer), parsed.GetRequiredValue(reason), parsed.GetValue(from), parsed.GetValue(until), parsed.GetValue(rate), parsed.GetValue(multiplier));
            server.Answer(parsed, await connection.PostAsync<CompensationView>("/api/v1/compensation/corrections", body, cancellationToken), PayReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Booking()
    {
        var server = new ServerOptions();
        var engineer = new Argument<string>("engineer") { Description = "Who worked, an engineer's id." };
        var from = InstantOption.Of("--from", "From when", required: true);
        var until = InstantOption.Of("--until", "Until when", required: true);
        var holidays = new Option<string[]>("--holiday") { Description = "The holiday's key, where the calendar does not have it on that day." };
        var (rate, multiplier, reason) = (Rate(), Multiplier(), Reason());
        var command = new Command("book", "Books holiday duty that was worked and never booked, within one block of a day.") { engineer, from, until, holidays, rate, multiplier, reason };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var body = new BookCompensationCommand(
                parsed.GetRequiredValue(engineer), parsed.GetValue(from), parsed.GetValue(until), parsed.GetRequiredValue(reason), parsed.GetValue(holidays), parsed.GetValue(rate),
                parsed.GetValue(multiplier));
            server.Answer(parsed, await connection.PostAsync<CompensationView>("/api/v1/compensation/lines", body, cancellationToken), PayReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Closing()
    {
        var server = new ServerOptions();
        var period = new Argument<string>("period") { Description = "The month, such as 2026-12." };
        var command = new Command("close", "Closes a month: it is paid out, and nothing in it changes any more.") { period };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var path = $"/api/v1/compensation/{Uri.EscapeDataString(parsed.GetRequiredValue(period))}/close";
            server.Answer(parsed, await connection.PostAsync<CompensationView>(path, new CloseCompensationCommand(), cancellationToken), PayReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Option<decimal?> Rate() => new("--rate") { Description = "What an hour is worth, instead of the engineer's rate." };

    static Option<decimal?> Multiplier() => new("--multiplier") { Description = "How many times the rate is paid, instead of the holiday's." };

    static Option<string> Reason() => new("--reason") { Description = "Why; the ledger shows it.", Required = true };

}
