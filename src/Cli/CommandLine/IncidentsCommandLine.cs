using System.CommandLine;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Reliability.Incidents;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`incidents`: what is wrong, and what a person says about it.</summary>
public static class IncidentsCommandLine
{
    public static Command Build()
    {
        var command = Listing("incidents", "Incidents: lists those that are not resolved. Its commands show one and act on it.");
        command.Add(Listing("list", "Lists the incidents that are not resolved."));
        command.Add(Showing());
        command.Add(Acting("acknowledge", "Says that you have seen it: nobody is reminded any more.", _ => new AcknowledgeCommand()));
        command.Add(Holding());
        command.Add(Noting());
        command.Add(Assigning());
        command.Add(ChangingPolicy());
        command.Add(Resolving());
        return command;
    }

    static Command Listing(string name, string description)
    {
        var server = new ServerOptions();
        var area = new Option<string?>("--area") { Description = "Only those of an area." };
        var all = new Option<bool>("--all") { Description = "Resolved ones too." };
        var command = new Command(name, description) { area, all };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var query = $"limit={Page.MostItems}{(parsed.GetValue(all) ? "" : "&resolved=false")}{(parsed.GetValue(area) is { } one ? $"&area={Uri.EscapeDataString(one)}" : "")}";
            var page = await connection.GetAsync<Page<IncidentView>>($"/api/v1/incidents?{query}", cancellationToken);
            server.Answer(parsed, page, IncidentReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Showing()
    {
        var server = new ServerOptions();
        var id = Id();
        var command = new Command("show", "Shows an incident: causes, who was paged, and what happens next if nobody acts.") { id };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            server.Answer(parsed, await connection.GetAsync<IncidentView>(IncidentReceipt.PathOf(parsed.GetRequiredValue(id)), cancellationToken), IncidentReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Holding()
    {
        var until = InstantOption.Of("--until", "Until when, at most a day ahead", required: true);
        var reason = Required("--reason", "Why; it goes into the history.");
        var command = Acting("hold", "Keeps an incident quiet until then: no reminders, and the secondary owners not before.",
            parsed => new HoldCommand(parsed.GetRequiredValue(reason), parsed.GetValue(until)));
        command.Add(until);
        command.Add(reason);
        return command;
    }

    static Command Noting()
    {
        var text = new Argument<string>("text") { Description = "What is to be noted." };
        var command = Acting("note", "Adds a note, also to a resolved incident.", parsed => new NoteCommand(parsed.GetRequiredValue(text)), "notes");
        command.Add(text);
        return command;
    }

    static Command Assigning()
    {
        var engineer = new Argument<string>("engineer") { Description = "The engineer's id." };
        var command = Acting("assign", "Gives an incident to an engineer.", parsed => new AssignCommand(parsed.GetRequiredValue(engineer)));
        command.Add(engineer);
        return command;
    }

    static Command ChangingPolicy()
    {
        var reason = Required("--reason", "Why; it goes into the history.");
        var command = Acting("policy", "Lets an incident escalate by policies.yml as it is now, not as it was when the incident opened.",
            parsed => new ChangePolicyCommand(parsed.GetRequiredValue(reason)));
        command.Add(reason);
        return command;
    }

    static Command Resolving()
    {
        var cause = Required("--cause", "What it was.");
        var note = new Option<string?>("--note") { Description = "What else is worth knowing." };
        var command = Acting("resolve", "Ends an incident with its cause.", parsed => new ResolveCommand(parsed.GetRequiredValue(cause), parsed.GetValue(note)));
        command.Add(cause);
        command.Add(note);
        return command;
    }

    // Shows the incident as it is after the command.
    static Command Acting(string name, string description, Func<ParseResult, object> body, string? path = null)
    {
        var server = new ServerOptions();
        var id = Id();
        var command = new Command(name, description) { id };
        server.AddToActing(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var incident = IncidentReceipt.PathOf(parsed.GetRequiredValue(id));
            await connection.PostAsync<IncidentReceipt>($"{incident}/{path ?? name}", body(parsed), cancellationToken);
            server.Answer(parsed, await connection.GetAsync<IncidentView>(incident, cancellationToken), IncidentReport.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    static Option<string> Required(string name, string description) => new(name) { Description = description, Required = true };

    static Argument<Guid> Id() => new("id")
    {
        Description = "The incident's id, as the list shows it.",
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no id of an incident. './run incidents' lists them.");
            return default;
        },
    };
}
