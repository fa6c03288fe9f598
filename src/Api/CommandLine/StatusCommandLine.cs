using System.CommandLine;
using System.Text.Json.Nodes;
using EventedPipelines.Api.Areas;
using EventedPipelines.Api.Http;
using EventedPipelines.Api.Work;

namespace EventedPipelines.Api.CommandLine;

/// <summary>`status`: where everything stands.</summary>
public static class StatusCommandLine
{
    public static Command Build()
    {
        var server = new ServerOptions();
        var command = new Command("status", "Areas and pipelines with their latest interval, and what runs, waits or is dead.");
        server.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            using var connection = server.Connect(parsed);
            var areas = await connection.GetAsync<Page<AreaView>>("/api/v1/areas", token);
            var work = await connection.GetAsync<Page<WorkView>>($"/api/v1/work?limit={Page.MostItems}", token);
            var dead = await connection.GetAsync<Page<WorkView>>($"/api/v1/work?state=dead&limit={Page.MostItems}", token);
            if (server.WantsJson(parsed))
            {
                Console.WriteLine(new JsonObject { ["areas"] = Items(areas.Json), ["work"] = Items(work.Json), ["dead"] = Items(dead.Json) }.ToJsonString());
            }
            else
            {
                StatusReport.Write(Terminal.Out(), areas.Value.Items, work.Value.Items, dead.Value.Items);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    static JsonNode Items(string page) => JsonNode.Parse(page)!["items"]!.DeepClone();
}
