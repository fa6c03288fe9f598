using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What is wrong with the SQL itself is found without running it, at the line where it stands.</summary>
public sealed class WorkspaceSqlProblemSpecs : IDisposable
{
    readonly SmallWorkspace files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("sum(amount)", "sum(amuont)", 2, "\"amuont\" not found", "Correct the SQL")]
    [InlineData("from orders", "from oders", 3, "oders does not exist", "Correct the SQL")]
    [InlineData("group by day", "group day", 4, "syntax error", "Correct the SQL")]
    [InlineData("sum(amount) as", "sum(amount) / 2 as", 1, "'revenue' is declared decimal(19,4), but the SELECT gives a binary float", "money_share")]
    [InlineData("sum(amount) as", "avg(amount) as", 1, "'revenue' is declared decimal(19,4), but the SELECT gives a binary float", "money_share")]
    [InlineData("sum(amount) as", "max(kind) as", 1, "'revenue' is declared decimal(19,4), but the SELECT gives varchar", "Cast it")]
    [InlineData("as revenue", "as turnover", 1, "gives no column 'revenue'", "Add it")]
    [InlineData("as rate", "as rate, 1 as more", 1, "gives a column 'more' that table 'summary' does not have", "leave it out")]
    [InlineData("group by day", "group by day; select 1", 1, "not one SELECT", "Write one SELECT")]
    [InlineData("from orders", "from read_csv('/etc/passwd')", 3, "disabled by configuration", "Correct the SQL")]
    public void a_mistake_in_a_model_is_told_with_its_line(string of, string instead, int line, string message, string remedy)
    {
        files.With(Sql, of: of, instead: instead);

        var problem = files.Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((Sql, line), problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Theory]
    [InlineData(Sql, "select day, sum(amount) as revenue, 0.5::double as rate", "drop table orders; --", 1, "not one SELECT")]
    [InlineData(Pipeline, "against: { source: orders, total: sum(amount) }", "against: { source: orders, total: sum(amuont) }", 31, "\"amuont\" not found")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue) / 2\n", 30, "must give an exact number, but gives double")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)) from summary where (true\n", 30, "is not one expression")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue), 1\n", 30, "is not one expression")]
    [InlineData(Pipeline, "value: sum(revenue)", "value: avg(revenue)", 40, "must give an exact number, but gives double")]
    [InlineData(Pipeline, "value: sum(revenue)", "value: max(day)", 40, "must give an exact number, but gives date")]
    [InlineData(Pipeline, "path: accounts.csv, covers: all", "path: accounts.csv, split: account_id", 13, "must give a date, but gives integer")]
    [InlineData(Contract, "kind = 'refund'", "knd = 'refund'", 4, "\"knd\" not found")]
    [InlineData(Contract, "kind = 'refund'", "kind", 4, "must give true or false, but gives varchar")]
    public void a_mistake_in_an_expression_is_told_where_it_stands(string file, string of, string instead, int line, string message)
    {
        files.With(file, of: of, instead: instead);

        var problem = files.Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((file, line), problem.ToString());
    }

    [Theory]
    [InlineData("day", null)]
    [InlineData("dya", "\"dya\" not found")]
    public void a_check_may_look_at_a_model_without_a_target_whose_columns_only_its_sql_knows(string column, string? message)
    {
        files.With(Pipeline, of: "models:\n", instead: "models:\n  - id: steps\n    sql: steps.sql\n    grain: day\n")
            .With(Pipeline, of: "checks:\n", instead: $"checks:\n  - id: steps-unique\n    kind: unique\n    target: steps\n    columns: [{column}]\n")
            .Write("pipelines/profit/daily/steps.sql", "select distinct day from orders");

        if (message is null)
        {
            files.Definition().Checks[0].Columns.ShouldBe(["day"]);
        }
        else
        {
            files.ShouldHave(Pipeline, 29, message, "Correct the SQL");
        }
    }

    [Fact]
    public void a_number_that_is_no_money_may_be_a_float()
    {
        files.With(Pipeline, of: "value: sum(revenue)", instead: "value: avg(rate)").With(Pipeline, of: "unit: USD", instead: "unit: percent");

        files.Definition().Metrics.ShouldHaveSingleItem().Unit.ShouldBe("percent");
    }
}
