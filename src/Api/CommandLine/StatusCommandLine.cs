using System.CommandLine;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Areas;
using EventedPipelines.Api.Http;
using EventedPipelines.Api.Incidents;
using EventedPipelines.Api.Sla;
using EventedPipelines.Api.Status;
using EventedPipelines.Api.Work;

namespace EventedPipelines.Api.CommandLine;

/// <summary>`status`: where everything stands.</summary>
public static class StatusCommandLine
{
    public static Command Build()
    {
        var server = new ServerOptions();
        var command = new Command("status", "Areas and pipelines with their latest interval, open incidents, this month's SLAs at risk or missed, and what runs, waits or is dead.");
        server.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            using var connection = server.Connect(parsed);
            var areas = await connection.GetAsync<Page<AreaView>>("/api/v1/areas", token);
            var work = await connection.GetAsync<Page<WorkView>>($"/api/v1/work?limit={Page.MostItems}", token);
            var dead = await connection.GetAsync<Page<WorkView>>($"/api/v1/work?state=dead&limit={Page.MostItems}", token);
            var incidents = await connection.GetAsync<Page<IncidentView>>($"/api/v1/incidents?resolved=false&limit={Page.MostItems}", token);
            var sla = await connection.GetAsync<SlaView>("/api/v1/sla", token);
            var status = await connection.GetAsync<StatusView>("/api/v1/status", token);
            if (server.WantsJson(parsed))
            {
                Console.WriteLine(new JsonObject
                {
                    ["areas"] = Items(areas.Json),
                    ["work"] = Items(work.Json),
                    ["dead"] = Items(dead.Json),
                    ["incidents"] = Items(incidents.Json),
                    ["sla"] = Items(sla.Json),
                    ["refusedPlans"] = JsonNode.Parse(status.Json)!["refusedPlans"]!.DeepClone(),
                }.ToJsonString());
            }
            else
            {
                StatusReport.Write(Terminal.Out(), areas.Value.Items, work.Value.Items, dead.Value.Items, incidents.Value.Items, sla.Value.Items);
                OnCallReport.Write(Terminal.Out(), status.Value.RefusedPlans);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    static JsonNode Items(string page) => JsonNode.Parse(page)!["items"]!.DeepClone();
}
