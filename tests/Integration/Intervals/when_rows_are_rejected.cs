using System.Net;
using EventedPipelines.Tests.Integration.Hosts;
using static EventedPipelines.Tests.Integration.Intervals.CarefulShop;

namespace EventedPipelines.Tests.Integration.Intervals;

public sealed class when_rows_are_rejected(PostgresServer server)
{
    [Fact]
    public async Task a_rejected_row_is_listed_with_its_place_and_reason_and_no_personal_value()
    {
        await using var shop = await StartAsync(server, "ann 10; bob ten; cid; dan 1");
        (await shop.RevenueAsync()).ShouldBe("11");
        var path = $"/api/v1/runs/{(await shop.RunAsync()).Id}/rejects";

        var answer = await shop.Client.GetAsync(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var rows = Items(answer);
        rows.Select(row => $"{row["source"]} {row["file"]} {row["row"]} {row["column"]} {row["value"]}").ShouldBe(
        [
            $"orders orders/orders-{Day}.csv 3 amount ten",
            $"orders orders/orders-{Day}.csv 4  ",
        ]);
        rows[0]["reason"]!.ToString().ShouldStartWith("not a decimal(19,4)");
        rows[0]["raw"]!.ToJsonString().ShouldBe("""{"customer":"***","amount":"ten"}""");
        rows[1]["raw"]!.ToString().ShouldBe("***", "Nobody knows which of its values is whose.");

        var first = await shop.Client.GetAsync($"{path}?limit=1");
        Items(await shop.Client.GetAsync($"{path}?limit=1&cursor={first.Json["next"]}")).ShouldHaveSingleItem().ToJsonString().ShouldBe(rows[1].ToJsonString());
        (await shop.Client.GetAsync($"/api/v1/runs/{Guid.NewGuid()}/rejects")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_run_without_rejected_rows_has_an_empty_list_of_them()
    {
        await using var shop = await StartAsync(server, "ann 10");

        Items(await shop.Client.GetAsync($"/api/v1/runs/{(await shop.RunAsync()).Id}/rejects")).ShouldBeEmpty();
    }
}
