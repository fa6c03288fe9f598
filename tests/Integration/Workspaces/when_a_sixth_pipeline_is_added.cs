using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.Workspaces;

/// <summary>A pipeline of a new area beside the shipped ones is a folder with YAML and SQL, and two lines of team.yml; no C# (domain.md 1.1).</summary>
public sealed class when_a_sixth_pipeline_is_added(PostgresServer server)
{
    const string Pipeline = "pipelines/support/daily-tickets";

    static readonly DateOnly day = new(2026, 11, 22);

    [Fact]
    public async Task a_sixth_pipeline_that_is_only_yaml_and_sql_runs_to_publication()
    {
        await using var own = new OwnWorkspace(server);
        Add(own);
        await using var system = await own.StartAsync();
        using var client = new ApiClient(system.Url);

        var run = (await system.BackfillAsync("daily-tickets", day, day)).ShouldHaveSingleItem();

        run.Outcome.ShouldBe(RunOutcome.SucceededWithWarnings, "A ticket without a status is set apart, and one that comes twice.");
        var apart = (await client.GetAsync($"/api/v1/runs/{run.Id}/quarantine")).Json["items"]!.AsArray();
        apart.Select(row => $"{row!["check"]} {row["row"]}").Order(StringComparer.Ordinal).ShouldBe(["tickets-key 6", "tickets-status 4"]);
        (await client.GetAsync("/api/v1/pipelines")).Json["items"]!.AsArray().Count.ShouldBe(6);
        var points = (await client.GetAsync("/api/v1/investor-metrics?metric=tickets_solved")).Json["items"]!.AsArray();
        points.Select(point => $"{point!["period"]} {point["value"]} {point["unit"]}").ShouldBe(["2026-11-22 2.0000 tickets"]);
        (await client.GetAsync("/api/v1/areas/support/owners")).Json["primary"]![0]!["id"]!.ToString().ShouldBe("chiyo");
        (await client.GetAsync("/api/v1/areas/profit/owners")).Json["secondary"]!.AsArray().Count.ShouldBe(2);
    }

    static void Add(OwnWorkspace own)
    {
        var shipped = Repository.Folder("workspace");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".yml" or ".sql" or ".ics"))
        {
            own.Write(Path.GetRelativePath(shipped, file), File.ReadAllText(file));
        }

        own.Change("team.yml", of: "ownership:\n",
            instead: "areas: { support: { primary: 1, secondary: 1 } }\nownership:\n  - { area: support, from: 2026-01-01, primary: [chiyo], secondary: [bruno] }\n");
        own.Write($"{Pipeline}/pipeline.yml", """
            id: daily-tickets
            area: support
            audience: experiments
            grain: day
            sources: [tickets]
            models:
              - id: daily_tickets
                sql: daily_tickets.sql
                grain: day
                target: { table: daily_tickets, key: [day], columns: { day: date not null, solved: bigint not null } }
            checks:
              - { id: tickets-status, kind: not_null, target: tickets, columns: [status] }
            metrics:
              - { id: tickets_solved, model: daily_tickets, value: sum(solved), period: day, grain: day, unit: tickets }
            """);
        own.Write("sources/tickets/source.yml", """
            id: tickets
            files: { path: "tickets/{date:yyyy-MM-dd}.csv" }
            """);
        own.Write("sources/tickets/contract.yml", """
            version: 1
            key: [ticket]
            columns: { ticket: integer not null, day: date not null, status: varchar }
            """);
        own.Write($"{Pipeline}/daily_tickets.sql", "select day, count(*) filter (status = 'solved') as solved from tickets group by day");
        own.Write($"data/tickets/{day:yyyy-MM-dd}.csv",
            $"ticket,day,status\n1,{day:yyyy-MM-dd},solved\n2,{day:yyyy-MM-dd},open\n3,{day:yyyy-MM-dd},\n4,{day:yyyy-MM-dd},solved\n4,{day:yyyy-MM-dd},open\n");
    }
}
