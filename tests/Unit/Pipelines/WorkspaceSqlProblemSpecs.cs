using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>What is wrong with the SQL itself is found without running it, at the line where it stands.</summary>
public sealed class WorkspaceSqlProblemSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("sum(amount)", "sum(amuont)", 2, "\"amuont\" not found", "Correct the model's SQL")]
    [InlineData("from orders", "from oders", 3, "It reads 'oders', which is neither a source of the pipeline nor an earlier model", "There are: accounts, orders, period")]
    [InlineData("group by day", "group day", 4, "Syntax error", "Correct the SQL")]
    [InlineData("sum(amount) as", "sum(amount) / 2 as", 1, "Column 'revenue': It is declared decimal(19,4), but the SELECT gives a double", "money_share")]
    [InlineData("sum(amount) as", "avg(amount) as", 1, "Column 'revenue': It is declared decimal(19,4), but the SELECT gives a double", "money_share")]
    [InlineData("sum(amount) as", "max(kind) as", 1, "Column 'revenue': It is declared decimal(19,4), but the SELECT gives varchar", "Cast it")]
    [InlineData("sum(amount) as", "cast(avg(amount) as decimal(19,4)) as", 2, "A binary float is cast to a decimal on the way to money", "money_share")]
    [InlineData("as revenue", "as turnover", 1, "it lacks 'revenue' and gives 'turnover' beyond them", "Make the SELECT and the target's columns the same")]
    [InlineData("as rate", "as rate, 1 as more", 1, "it gives 'more' beyond them", "Make the SELECT and the target's columns the same")]
    [InlineData("group by day", "group by day; select 1", 1, "These are 2 statements", "Write one SELECT")]
    [InlineData("from orders", "from read_csv('/etc/passwd')", 3, "It reads from the table function read_csv()", "Read sources and earlier models by their names")]
    [InlineData("sum(amount) as", "sum(amount) filter (where day < current_date) as", 2, "It uses current_date, which does not come from the data", "Take dates and values from the rows")]
    [InlineData("from orders", "from orders tablesample 10 percent", 3, "It takes a random sample", "Read all rows")]
    public void a_mistake_in_a_model_is_told_with_its_line(string of, string instead, int line, string message, string remedy)
    {
        _files.With(Sql, of: of, instead: instead);

        var problem = _files.Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((Sql, line), problem.ToString());
        problem.Remedy.ShouldContain(remedy);
    }

    [Theory]
    [InlineData(Sql, "select day, sum(amount) as revenue, 0.5::double as rate", "drop table orders; --", 1, "This is not a SELECT")]
    [InlineData(Pipeline, "against: { source: orders, total: sum(amount) }", "against: { source: orders, total: sum(amuont) }", 23, "\"amuont\" not found")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue) / 2\n", 22, "must give an exact number, but gives double")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue)) from summary where (true\n", 22, "Syntax error")]
    [InlineData(Pipeline, "total: sum(revenue)\n", "total: sum(revenue), 1\n", 22, "is not one expression")]
    [InlineData(Pipeline, "value: sum(revenue)", "value: avg(revenue)", 32, "must give an exact number, but gives double")]
    [InlineData(Pipeline, "value: sum(revenue)", "value: max(day)", 32, "must give an exact number, but gives date")]
    [InlineData(Accounts, "path: accounts.csv, covers: all", "path: accounts.csv, split: account_id", 2, "The split 'account_id' gives integer, not a date")]
    [InlineData(Contract, "kind = 'refund'", "knd = 'refund'", 3, "\"knd\" not found")]
    [InlineData(Contract, "kind = 'refund'", "kind", 3, "must give true or false, but gives varchar")]
    public void a_mistake_in_an_expression_is_told_where_it_stands(string file, string of, string instead, int line, string message)
    {
        _files.With(file, of: of, instead: instead);

        var problem = _files.Problems().First(problem => problem.Message.Contains(message, StringComparison.Ordinal));

        (problem.File, problem.Line).ShouldBe((file, line), problem.ToString());
    }

    [Theory]
    [InlineData("day", null)]
    [InlineData("dya", "\"dya\" not found")]
    public void a_check_may_look_at_a_model_without_a_target_whose_columns_only_its_sql_knows(string column, string? message)
    {
        _files.With(Pipeline, of: "models:\n", instead: "models:\n  - id: steps\n    sql: steps.sql\n    grain: day\n")
            .With(Pipeline, of: "checks:\n", instead: $"checks:\n  - id: steps-unique\n    kind: unique\n    target: steps\n    columns: [{column}]\n")
            .Write("pipelines/profit/daily/steps.sql", "select distinct day from orders");

        if (message is null)
        {
            _files.Definition().Checks[1].Columns.ShouldBe(["day"]);
        }
        else
        {
            _files.ShouldHave(Pipeline, 21, message, "Correct the SQL");
        }
    }

    /// <summary>domain.md 2.10: what was made of a float in one step is money in the next; what is only looked at, or never was a float, may be.</summary>
    [Theory]
    [InlineData("cast(round(sum(amount) / 3) as bigint) as third", "cast(sum(third) as decimal(19,4))", true)]
    [InlineData("cast(avg(amount) * 100 as bigint) as third", "sum(third) * 0.01", true)]
    [InlineData("cast(avg(amount) as varchar) as third", "sum(cast(third as decimal(19,4)))", true)]
    [InlineData("cast(round(sum(amount) / 3) as bigint) as third", "sum(third)", true)]
    [InlineData("cast(floor(sum(amount) / 3) as bigint) as third", "cast(count(third) as decimal(19,4))", false)]
    [InlineData("cast(sum(amount) * 100 as bigint) // 3 as third", "sum(third) * 0.01", false)]
    [InlineData("count(*) as third", "cast(sum(third) as decimal(19,4))", false)]
    public void a_float_is_found_through_an_earlier_model(string step, string revenue, bool isRefused)
    {
        _files.With(Pipeline, of: "models:\n", instead: "models:\n  - id: steps\n    sql: steps.sql\n    grain: day\n")
            .Write("pipelines/profit/daily/steps.sql", $"select day, {step} from orders group by day")
            .Write(Sql, $"select day,\n{revenue} as revenue, 0.5::double as rate\nfrom steps\ngroup by day");

        if (isRefused)
        {
            _files.Problems().ShouldHaveSingleItem()
                .ShouldSatisfyAllConditions(problem => problem.File.ShouldBe(Sql), problem => problem.Message.ShouldBe("A binary float is cast to a decimal on the way to money."));
        }
        else
        {
            _files.Definition().Models.Count.ShouldBe(2);
        }
    }

    /// <summary>domain.md 2.6: the checks of sources come before every model.</summary>
    [Theory]
    [InlineData("summary", false)]
    [InlineData("orders", true)]
    public void a_check_of_a_source_reads_no_model(string target, bool isRefused)
    {
        _files.With(Pipeline, of: "checks:\n", instead: $"checks:\n  - {{ id: high, kind: custom, target: {target}, sql: high.sql, severity: warn, action: continue }}\n")
            .Write("pipelines/profit/daily/high.sql", "select amount from orders where amount > (select max(revenue) from summary)");

        if (isRefused)
        {
            _files.ShouldHave("pipelines/profit/daily/high.sql", 1, "It reads 'summary'", "There are: accounts, orders, period.");
        }
        else
        {
            _files.Definition().Checks[1].Id.ShouldBe("high");
        }
    }

    [Fact]
    public void a_number_that_is_no_money_may_be_a_float()
    {
        _files.With(Pipeline, of: "value: sum(revenue)", instead: "value: avg(rate)").With(Pipeline, of: "unit: USD", instead: "unit: percent");

        _files.Definition().Metrics.ShouldHaveSingleItem().Unit.ShouldBe("percent");
    }
}
