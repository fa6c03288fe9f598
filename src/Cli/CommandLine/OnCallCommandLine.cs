using System.CommandLine;
using EventedPipelines.Api.Team.OnCall;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`oncall`: who is there, who will be, and who stands in for whom.</summary>
public static class OnCallCommandLine
{
    public static Command Build()
    {
        var command = Now("oncall", "On-call: says who is there now. Its commands show the schedule and the load, and change it.");
        command.Add(Now("now", "Says who is there now."));
        command.Add(Ranged<ScheduleView>("schedule", "Shows who is on duty when, and who is missing.", "/api/v1/oncall/schedule", OnCallReport.Write));
        command.Add(Ranged<LoadView>("load", "Shows hours, pages, incidents and requests by engineer.", "/api/v1/oncall/load", OnCallReport.Write));
        command.Add(Overriding());
        command.Add(HandingOver());
        command.Add(Feeding());
        return command;
    }

    static Command Now(string name, string description)
    {
        var server = new ServerOptions();
        var area = new Option<string?>("--area") { Description = "The owners of one area." };
        var command = new Command(name, description) { area };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var query = parsed.GetValue(area) is { } one ? $"?area={Uri.EscapeDataString(one)}" : "";
            server.Answer(parsed, await connection.GetAsync<OnCallNowView>($"/api/v1/oncall/now{query}", cancellationToken), OnCallReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Ranged<T>(string name, string description, string path, Action<IAnsiConsole, T> report)
    {
        var server = new ServerOptions();
        var from = new Option<DateOnly?>("--from") { Description = "The first day.", HelpName = "2026-11-22" };
        var to = new Option<DateOnly?>("--to") { Description = "The last day.", HelpName = "2026-12-31" };
        var command = new Command(name, description) { from, to };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            string?[] query = [parsed.GetValue(from) is { } first ? $"from={first:yyyy-MM-dd}" : null, parsed.GetValue(to) is { } last ? $"to={last:yyyy-MM-dd}" : null];
            server.Answer(parsed, await connection.GetAsync<T>($"{path}?{string.Join('&', query.OfType<string>())}".TrimEnd('?'), cancellationToken), report);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Overriding()
    {
        var server = new ServerOptions();
        var engineer = new Argument<string>("engineer") { Description = "Who stands in, an engineer's id." };
        var insteadOf = new Option<string>("--for") { Description = "Who is not there.", Required = true, HelpName = "engineer" };
        var from = InstantOption.Of("--from", "From when; without it, from now", required: false);
        var until = InstantOption.Of("--until", "Until when", required: true);
        var reason = new Option<string>("--reason") { Description = "Why; the calendar and the pages say it.", Required = true };
        var consent = new Option<bool>("--consent") { Description = "Whoever it costs their only holiday off, or a second block of one, agrees." };
        var command = new Command("override", "Lets one engineer stand in for another, in all duty that one has meanwhile.") { engineer, insteadOf, from, until, reason, consent };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var body = new OverrideCommand(
                parsed.GetValue(from), parsed.GetValue(until), parsed.GetRequiredValue(engineer), parsed.GetRequiredValue(insteadOf), parsed.GetRequiredValue(reason), parsed.GetValue(consent));
            var answer = await connection.PostAsync<OverrideView>("/api/v1/oncall/overrides", body, cancellationToken);
            server.Answer(parsed, answer, (console, made) => console.WriteLine($"{made.Name} stands in for {made.InsteadOf} from {Words.Instant(made.From)} until {Words.Instant(made.To)}."));
            return ExitCodes.Done;
        });
        return command;
    }

    static Command HandingOver()
    {
        var server = new ServerOptions();
        var notes = new Option<string?>("--notes") { Description = "What whoever takes over should know." };
        var command = new Command("handover", "Hands the sprint's duty over now, before it would by itself.") { notes };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var current = await connection.GetAsync<SprintView>("/api/v1/sprints/current", cancellationToken);
            var answer = await connection.PostAsync<HandoverReceipt>($"{SprintView.PathOf(current.Value.Number)}/handover", new HandoverCommand(parsed.GetValue(notes)), cancellationToken);
            server.Answer(parsed, answer,
                (console, done) => console.WriteLine($"Sprint {done.Sprint} is handed over. {(done.To is null ? "There is no next one." : $"{done.To} is on duty in sprint {done.Next}.")}"));
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Feeding()
    {
        var server = new ServerOptions();
        var engineer = new Option<string?>("--engineer") { Description = "Only one engineer's shifts." };
        var command = new Command("feed", "Opens a calendar feed (iCalendar) and shows its secret address, once.") { engineer };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var answer = await connection.PostAsync<FeedReceipt>("/api/v1/oncall/feeds", new OpenFeedCommand(parsed.GetValue(engineer)), cancellationToken);
            server.Answer(parsed, answer, (console, feed) =>
            {
                console.WriteLine("Subscribe to this address; whoever knows it can read it, and it is not shown again:");
                console.WriteLine(new Uri(connection.Server, feed.Path).ToString());
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
