using System.Net;
using System.Text.Json.Nodes;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Compensation;

/// <summary>The ledger over HTTP (domain.md 6.4): lines with evidence, a month that is closed stays, and what was wrong is taken back in the next one.</summary>
public sealed class when_holiday_duty_is_paid(PostgresServer server)
{
    [Fact]
    public async Task a_closed_month_stays_and_a_correction_goes_into_the_open_one()
    {
        await using var system = await StillSystem.StartAsync(
            server, new("", "test", "UTC", "", "USD", []) { Team = TestTeam.Of([2026, 2027]) }, new(2026, 12, 20, 12, 0, 0, TimeSpan.Zero));
        using var client = system.Client();
        (await client.PostAsync("/api/v1/compensation/2026-12/close", "{}")).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("not over");

        await system.PassToAsync(new(2027, 1, 4, 12, 0, 0, TimeSpan.Zero));
        var ledger = await LedgerAsync(client, "2026-12");
        var lines = ledger["items"]!.AsArray();
        lines.Count.ShouldBe(6, "Christmas Day and Boxing Day, three blocks each.");
        lines.Select(line => Number(line!, "amount")).Sum().ShouldBe(Number(ledger, "total"));
        var christmas = lines.First(line => line!["day"]!.ToString() == "2026-12-25" && line["engineer"]!.ToString() != "ada")!;
        (Number(christmas, "hours"), Number(christmas, "rate"), Number(christmas, "multiplier"), Number(christmas, "amount")).ShouldBe((8m, 50m, 3m, 1200m));
        christmas["evidence"]!.AsArray().Select(reference => reference!.ToString()).ShouldAllBe(reference => reference.Contains('@', StringComparison.Ordinal));

        var closed = await client.PostAsync("/api/v1/compensation/2026-12/close", "{}", ("X-Actor", "payroll"));
        closed.Status.ShouldBe(HttpStatusCode.OK, closed.Text);
        (closed.Json["isClosed"]!.GetValue<bool>(), closed.Json["closedBy"]!.ToString()).ShouldBe((true, "payroll"));

        var other = christmas["engineer"]!.ToString() == "ben" ? "cyn" : "ben";
        var wrong = $$"""{"lineId":"{{christmas["lineId"]}}","engineer":"{{other}}","reason":"They had swapped"}""";
        var corrected = await client.PostAsync("/api/v1/compensation/corrections", wrong, ("X-Actor", "payroll"));
        corrected.Status.ShouldBe(HttpStatusCode.OK, corrected.Text);
        corrected.Json["period"]!.ToString().ShouldBe("2027-01");
        (await client.PostAsync("/api/v1/compensation/corrections", wrong)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("taken back already");
        (await client.PostAsync("/api/v1/compensation/corrections", wrong.Replace(other, "eve", StringComparison.Ordinal).Replace(christmas["lineId"]!.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)))
            .Problem(HttpStatusCode.NotFound);

        (await LedgerAsync(client, "2026-12"))["items"]!.ToJsonString().ShouldBe(lines.ToJsonString(), "Paid is paid.");
        var january = (await LedgerAsync(client, "2027-01"))["items"]!.AsArray();
        january.Count.ShouldBe(5, "New Year's three blocks, the reversal and the line instead.");
        january.Where(line => line!["reason"] is not null).Select(line => $"{line!["engineer"]} {Number(line, "amount"):0}").ShouldBe([$"{christmas["engineer"]} -1200", $"{other} 1200"], ignoreOrder: true);

        var csv = await client.GetAsync("/api/v1/compensation?period=2027-01", ("Accept", "text/csv"));
        csv.ContentType.ShouldBe("text/csv");
        csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6);
        csv.Text.ShouldContain("They had swapped");
    }

    static async Task<JsonNode> LedgerAsync(ApiClient client, string period) => (await client.GetAsync($"/api/v1/compensation?period={period}")).Json;

    static decimal Number(JsonNode of, string field) => of[field]!.GetValue<decimal>();
}
