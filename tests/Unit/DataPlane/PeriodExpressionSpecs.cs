using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Tests.Unit.DataPlane;

public sealed class PeriodExpressionSpecs
{
    [Theory]
    [InlineData("order_date", "order_date")]
    [InlineData("posting_date - interval 3 days", "posting_date - interval 3 days")]
    [InlineData("posting_date - 3 days", "posting_date - interval 3 days")]
    [InlineData("posting_date+1 month", "posting_date+ interval 1 month")]
    [InlineData("month(posting_date - 3 days)", "date_trunc('month', posting_date - interval 3 days)")]
    [InlineData(" MONTH ( posting_date ) ", "date_trunc('month',  posting_date )")]
    [InlineData("month(a) + month(b)", "month(a) + month(b)")]
    [InlineData("make_date(year(a), month(a), 1)", "make_date(year(a), month(a), 1)")]
    [InlineData("amount - 3", "amount - 3")]
    public void a_period_expression_in_the_rules_spelling_becomes_duckdbs_and_any_other_stays(string split, string sql) => PeriodExpression.Sql(split).ShouldBe(sql);
}
