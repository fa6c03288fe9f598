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
    public async Task a_closed_pay_period_stays_and_a_correction_goes_into_the_open_one()
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
        (await client.PostAsync("/api/v1/compensation/corrections", wrong)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("Correct that one first");
        (await client.PostAsync("/api/v1/compensation/corrections", wrong.Replace(other, "eve", StringComparison.Ordinal)
            .Replace(christmas["lineId"]!.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)))
            .Problem(HttpStatusCode.NotFound);

        (await LedgerAsync(client, "2026-12"))["items"]!.ToJsonString().ShouldBe(lines.ToJsonString(), "Paid is paid.");
        var january = (await LedgerAsync(client, "2027-01"))["items"]!.AsArray();
        january.Count.ShouldBe(5, "New Year's three blocks, the reversal and the line instead.");
        january.Where(line => line!["reason"] is not null).Select(line => $"{line!["engineer"]} {Number(line, "amount"):0}")
            .ShouldBe([$"{christmas["engineer"]} -1200", $"{other} 1200"], ignoreOrder: true);

        var csv = await client.GetAsync("/api/v1/compensation?period=2027-01", ("Accept", "text/csv"));
        csv.ContentType.ShouldBe("text/csv");
        csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(6);
        csv.Text.ShouldContain("They had swapped");
        await GoldenHistory.RecordAsync(system.Store, "a_holiday_year");
    }

    [Fact]
    public async Task every_kind_of_error_of_a_pay_line_is_corrected_and_the_export_says_who_did_it()
    {
        await using var system = await StillSystem.StartAsync(
            server, new("", "test", "UTC", "", "USD", []) { Team = TestTeam.Of([2026, 2027]) }, new(2026, 12, 20, 12, 0, 0, TimeSpan.Zero));
        using var client = system.Client();

        // Twenty minutes of Christmas: somebody stands in, at another's cost of a second block, which needs consent.
        var holiday = (await client.GetAsync("/api/v1/holidays/2026")).Json["items"]!.AsArray().Single(day => day!["day"]!.ToString() == "2026-12-25")!;
        var (first, second) = (holiday["blocks"]![0]!, holiday["blocks"]![1]!);
        var from = second["from"]!.GetValue<DateTimeOffset>();
        string standIn(bool consent) =>
            $$"""{"engineer":"{{first["engineer"]}}","insteadOf":"{{second["engineer"]}}","from":"{{from:O}}","to":"{{from.AddMinutes(20):O}}","reason":"=cmd|'calc'!A0","consent":{{(consent ? "true" : "false")}}}""";
        var without = (await client.PostAsync("/api/v1/oncall/overrides", standIn(consent: false))).Problem(HttpStatusCode.Conflict);
        without["detail"]!.ToString().ShouldContain("2 blocks of Christmas Day");
        without["remedy"]!.ToString().ShouldContain("consent");
        var made = await client.PostAsync("/api/v1/oncall/overrides", standIn(consent: true), ("X-Actor", "ben"));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        (made.Json["consent"]!["by"]!.ToString(), made.Json["consent"]!["to"]!.AsArray().Count).ShouldBe(("ben", 1));

        await system.PassToAsync(new(2027, 1, 4, 12, 0, 0, TimeSpan.Zero));
        var part = (await LedgerAsync(client, "2026-12"))["items"]!.AsArray().Single(line => line!["duration"]!.ToString() == "PT20M")!;
        part["amount"]!.GetValue<decimal>().ShouldBe(part["rate"]!.GetValue<decimal>());
        part["actor"]!.ToString().ShouldBe("rota");

        // Its rate was wrong, then the correction was, then it was nobody's after all, and that was wrong too.
        var line = part["lineId"]!.ToString();
        line = await CorrectAsync(client, line, "\"rate\":72.00", 72.00m);
        line = await CorrectAsync(client, line, "\"rate\":72.00,\"multiplier\":1", 24.00m);
        line = await CorrectAsync(client, line, $"\"to\":\"{from.AddMinutes(10):O}\",\"multiplier\":3", 36.00m);
        line = await CorrectAsync(client, line, null, -36.00m);
        line = await CorrectAsync(client, line, "\"multiplier\":3", 36.00m);

        // The other ten minutes were never booked.
        var missing = $$"""{"engineer":"{{part["engineer"]}}","from":"{{from.AddMinutes(10):O}}","to":"{{from.AddMinutes(20):O}}","rate":72.00,"reason":"Forgotten"}""";
        var booked = await client.PostAsync("/api/v1/compensation/lines", missing, ("X-Actor", "payroll"));
        booked.Status.ShouldBe(HttpStatusCode.OK, booked.Text);
        booked.Json["items"]!.AsArray()[^1]!["amount"]!.GetValue<decimal>().ShouldBe(36.00m);
        (await client.PostAsync("/api/v1/compensation/lines", missing)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("already");
        (await client.PostAsync("/api/v1/compensation/lines", missing.Replace("72.00", "0", StringComparison.Ordinal))).Problem(HttpStatusCode.BadRequest);

        var december = await LedgerAsync(client, "2026-12");
        december["items"]!.AsArray()
            .Where(one => one!["day"]!.ToString() == "2026-12-25" && Number(one, "block") == 2
            && one["from"]!.ToString() != from.AddMinutes(20).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))
            .Sum(one => Number(one!, "amount")).ShouldBe(72.00m, "Whatever was said in between.");
        (await client.PostAsync("/api/v1/compensation/2026-12/close", "{}", ("X-Actor", "payroll"))).Status.ShouldBe(HttpStatusCode.OK);

        var csv = (await client.GetAsync("/api/v1/compensation?period=2026-12", ("Accept", "text/csv"))).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv[0].ShouldEndWith("duration,corrects,actor,period,period_state,period_closed_at,period_closed_by,period_total");
        csv[1..].ShouldAllBe(row => row.Contains(",2026-12,closed,2027-01-04T", StringComparison.Ordinal) && row.EndsWith($",payroll,{Number(december, "total"):0.00}", StringComparison.Ordinal));
        csv[1..].Count(row => row.Contains(",payroll,2026-12,", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(9);
        await GoldenHistory.RecordAsync(system.Store, "a_pay_period_with_corrections");
    }

    // The line that is to be corrected next: the one in its place, or where there is none its reversal.
    static async Task<string> CorrectAsync(ApiClient client, string line, string? change, decimal amount)
    {
        var answer = await client.PostAsync(
            "/api/v1/compensation/corrections", $$"""{"lineId":"{{line}}","reason":"It was wrong"{{(change is null ? "" : $",{change}")}}}""", ("X-Actor", "payroll"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var items = answer.Json["items"]!.AsArray();
        var next = items.Last(one => one!["corrects"]?.ToString() == line || one["reverses"]?.ToString() == line || (one == items[^1] && change is not null && one["reverses"] is null))!;
        next["amount"]!.GetValue<decimal>().ShouldBe(amount);
        return next["lineId"]!.ToString();
    }

    static async Task<JsonNode> LedgerAsync(ApiClient client, string period) => (await client.GetAsync($"/api/v1/compensation?period={period}")).Json;

    static decimal Number(JsonNode of, string field) => of[field]!.GetValue<decimal>();
}
