using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>domain.md 2.10: money is decimal(19,4) and never a binary float on the way.</summary>
public sealed class when_money_could_become_a_float : IDisposable
{
    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("select amount / 2 as v from orders")]
    [InlineData("select avg(amount) as v from orders")]
    [InlineData("select sum(amount::double) as v from orders")]
    public async Task a_float_for_a_decimal_column_is_refused_with_a_remedy(string sql)
    {
        var error = await _bench.RefusedModelAsync(sql, "v decimal(19,4)");
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe("model 'summary', column 'v'");
        error.Message.ShouldBe("It is declared decimal(19,4), but the SELECT gives a double.");
        error.Remedy.ShouldContain("money_share(amount, part, whole)");
    }

    [Theory]
    [InlineData("select cast(sum(amount) / 3 as decimal(19,4)) as v from orders")]
    [InlineData("select (avg(amount))::decimal(19,4) as v from orders")]
    [InlineData("select round(cast(amount / 3 as decimal(38,10)), 4) as v from orders")]
    [InlineData("with shares as (select amount / 3 as share from orders) select share::decimal(19,4) as v from shares")]
    [InlineData("select try_cast(sum(x) as decimal(19,4)) as v from (select amount * 0.5::float as x from orders)")]
    [InlineData("select sum(amount / 3) over (order by order_id)::decimal(19,4) as v from orders")]
    [InlineData("select cast(ln(amount) as decimal(19,4)) as v from orders")]
    [InlineData("select cast(json_object('x', avg(amount)) ->> '$.x' as decimal(19,4)) as v from orders")]
    [InlineData("select order_id_sum as v from (select sum(cast(amount / 3 as decimal(19,4))) as order_id_sum from orders group by order_id)")]
    [InlineData("select amount as v from orders union all select cast(amount / 3 as decimal(19,4)) from orders")]
    [InlineData("select money_share(avg(amount), 1, 3) as v from orders")]
    public async Task a_float_that_hides_under_a_cast_to_money_is_refused(string sql)
    {
        var error = await _bench.RefusedModelAsync(sql, "v decimal(19,4)");
        error.Place.ShouldStartWith("model 'summary'");
        error.Message.ShouldBe("A binary float is cast to a decimal on the way to money.");
    }

    [Theory]
    [InlineData("select cast(sum(amount) as decimal(19,4)) as v from orders", "30.0000")]
    [InlineData("select sum(amount) * 0.5 as v from orders", "15.0000")]
    [InlineData("select cast(sum(amount * 10000)::hugeint // 4 as decimal(19,0)) * 0.0001 as v from orders", "7.5000")]
    [InlineData("select cast('12.5' as decimal(19,4)) as v", "12.5000")]
    [InlineData("select case when sum(amount) > 0 then sum(amount) else cast(null as decimal(19,4)) end as v from orders", "30.0000")]
    [InlineData("select sum(amount) as v from orders where amount > cast(3 as decimal(19,4)) group by cast(1 as decimal(19,4))", "30.0000")]
    public async Task a_model_with_exact_arithmetic_of_money_is_accepted(string sql, string value) =>
        (await _bench.RowsOfModelAsync(sql, "v decimal(19,4)")).ShouldBe([value]);

    [Fact]
    public async Task a_ratio_may_be_divided_and_stored_as_another_decimal_or_a_double() =>
        (await _bench.RowsOfModelAsync("select cast(sum(amount) / 4 as decimal(9,6)) as rate, avg(amount) as mean, sum(amount) as v from orders", "rate decimal(9,6)", "mean double", "v decimal(19,4)"))
            .ShouldBe(["7.5000|15|30.0000"]);

    [Theory]
    [InlineData("money_share(10.0000, 1, 3)", "3.3333")]
    [InlineData("money_share(10.0000, 2, 3)", "6.6667")]
    [InlineData("money_share(-10.0000, 2, 3)", "-6.6667")]
    [InlineData("money_share(0.0001, 1, 2)", "0.0001")]
    [InlineData("money_share(-0.0001, 1, 2)", "-0.0001")]
    [InlineData("money_share(37134091.7000, 29358677.2200, 109809274.1234)", "9928194.3240")]
    [InlineData("money_share(10.0000, 0, 3)", "0.0000")]
    [InlineData("money_share(10.0000, 1, 0)", "null")]
    [InlineData("money_share(null::decimal(19,4), 1, 3)", "null")]
    public async Task money_share_is_exact_and_rounds_half_away_from_zero(string share, string value) =>
        (await _bench.RowsOfModelAsync($"select {share} as v", "v decimal(19,4)")).ShouldBe([value]);
}
