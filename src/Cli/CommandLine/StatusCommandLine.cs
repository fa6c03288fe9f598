using System.CommandLine;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Areas;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Api.Reliability.Sla;
using EventedPipelines.Api.Reliability.Status;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`status`: where everything stands.</summary>
public static class StatusCommandLine
{
    public static Command Build()
    {
        var server = new ServerOptions();
        var command = new Command(
            "status", "Areas and pipelines with their latest interval, open incidents, this month's SLAs at risk or missed, what runs, waits or is dead, and read models that lag.");
        server.AddTo(command);
        var tables = new Option<bool>("--connection") { Description = "Instead: how to reach the published tables, with the password of the role that reads them." };
        command.Add(tables);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(tables))
            {
                var found = ReaderConnection.Find(server.HomeOf(parsed, "How to reach the published tables"));
                if (server.WantsJson(parsed))
                {
                    Console.WriteLine(ReaderReport.Json(found));
                }
                else
                {
                    ReaderReport.Write(Console.Out, found);
                }

                return ExitCodes.Done;
            }

            using var connection = server.Connect(parsed);
            var areas = await connection.GetAsync<Page<AreaView>>("/api/v1/areas", cancellationToken);
            var work = await connection.GetAsync<WorkPage>($"/api/v1/work?limit={Page.MostItems}", cancellationToken);
            var running = await connection.GetAsync<WorkPage>($"/api/v1/work?state=leased&limit={Page.MostItems}", cancellationToken);
            var waiting = await connection.GetAsync<WorkPage>($"/api/v1/work?kind={WorkKind.SourceWatch.Name}&limit={Page.MostItems}", cancellationToken);
            var dead = await connection.GetAsync<WorkPage>($"/api/v1/work?state=dead&limit={Page.MostItems}", cancellationToken);
            var incidents = await connection.GetAsync<Page<IncidentView>>($"/api/v1/incidents?resolved=false&limit={Page.MostItems}", cancellationToken);
            var sla = await connection.GetAsync<SlaView>("/api/v1/sla", cancellationToken);
            var status = await connection.GetAsync<StatusView>("/api/v1/status", cancellationToken);
            if (server.WantsJson(parsed))
            {
                Console.WriteLine(new JsonObject
                {
                    ["areas"] = Items(areas.Json),
                    ["work"] = Items(work.Json),
                    ["dead"] = Items(dead.Json),
                    ["incidents"] = Items(incidents.Json),
                    ["sla"] = Items(sla.Json),
                    ["readModels"] = JsonNode.Parse(status.Json)!["readModels"]!.DeepClone(),
                    ["stale"] = JsonNode.Parse(status.Json)!["stale"]!.DeepClone(),
                    ["redelivered"] = JsonNode.Parse(status.Json)!["redelivered"]!.DeepClone(),
                    ["refusedPlans"] = JsonNode.Parse(status.Json)!["refusedPlans"]!.DeepClone(),
                }.ToJsonString());
            }
            else
            {
                WorkView[] shown = [.. work.Value.Items.Concat(running.Value.Items).Concat(waiting.Value.Items).DistinctBy(item => item.Id)];
                StatusReport.Write(Terminal.Out(), areas.Value.Items, shown, dead.Value.Items, incidents.Value.Items, sla.Value.Items, status.Value);
                OnCallReport.Write(Terminal.Out(), status.Value.RefusedPlans);
                Console.WriteLine("'./run status --connection' says how to read the published tables.");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    static JsonNode Items(string page) => JsonNode.Parse(page)!["items"]!.DeepClone();
}
