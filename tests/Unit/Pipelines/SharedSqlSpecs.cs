using EventedPipelines.Domain.Catalog.Pipelines;
using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>`sql/`: a SELECT that several pipelines have as a model, and macros that their SQL calls. Both are part of each definition that uses them, and of no other.</summary>
public sealed class SharedSqlSpecs : IDisposable
{
    const string Macros = "sql/money.sql";
    const string Clean = "sql/orders_clean.sql";

    readonly SmallWorkspace _files = new SmallWorkspace()
        .Write(Macros, """
            -- What is left of an amount; the tax is none of ours.
            create macro net(amount, tax) as
                amount * (1 - tax);

            create macro sold_on(d) as table
                select order_id, net(amount, 0.19) as amount from orders where day = d and kind = ';';
            create macro alone() as 1;
            """)
        .Write(Clean, "select order_id, day, amount\nfrom orders\nwhere amount is not null\n");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_definition_has_the_macros_that_its_models_call_each_after_those_that_it_calls_itself()
    {
        var summary = Calling("select day, net(amount, 0.19) as revenue, 0.5::double as rate from orders").Definition().Model("summary");
        summary.Macros!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            net => net.Name.ShouldBe("net"), net => net.Parameters.ShouldBe(["amount", "tax"]), net => net.Body.ShouldBe("amount * (1 - tax)"), net => net.GivesRows.ShouldBeFalse());

        var through = Calling("select first_day as day, (select sum(s.amount) from sold_on(first_day) s) as revenue, 0.5::double as rate from period").Definition().Model("summary");
        through.Macros!.Select(macro => (macro.Name, macro.GivesRows)).ShouldBe([("net", false), ("sold_on", true)]);
        through.Mentions("orders").ShouldBeTrue("Through the macro: the completeness of its numbers goes by that.");

        Calling("select day, amount as revenue, 0.5::double as rate from orders -- net(amount, 0.19)").Definition().Model("summary").Macros.ShouldBeNull();
    }

    [Fact]
    public void a_changed_macro_makes_another_definition_of_those_that_call_it_and_of_no_others()
    {
        Other("SELECT day, amount FROM orders");
        var before = Calling("select day, net(amount, 0.19) as revenue, 0.5::double as rate from orders").Load();

        var after = _files.With(Macros, of: "amount * (1 - tax)", instead: "(1 - tax) * amount").With(Macros, of: "create macro alone() as 1", instead: "create macro alone() as 2").Load();

        DefinitionChanges.Between(before.Pipeline("daily"), after.Pipeline("daily")).ShouldHaveSingleItem().ShouldBe(
            new("models[summary].macros[net].body", "amount * (1 - tax)", "(1 - tax) * amount"));
        DefinitionHash.Of(after.Pipeline("other")).ShouldBe(DefinitionHash.Of(before.Pipeline("other")));
    }

    [Fact]
    public void pipelines_share_a_model_by_the_name_of_its_file()
    {
        Shared("other", "growth", "orders");

        var workspace = Shared("daily", "profit", "orders").Load();

        workspace.Pipelines.Select(pipeline => pipeline.Model("clean").Sql).Distinct().ShouldHaveSingleItem().ShouldBe(_files.Read(Clean).ReplaceLineEndings("\n"));
        workspace.Warnings.ShouldNotContain(warning => warning.File == Clean);
    }

    [Fact]
    public void a_shared_model_that_reads_what_a_pipeline_has_not_is_told_at_its_line_and_for_which_pipeline()
    {
        Shared("daily", "profit", "orders");

        Shared("other", "growth", "accounts").ShouldHave(Clean, 2, "For the pipeline 'other': It reads 'orders', which is neither a source of the pipeline nor an earlier model.", "There are: accounts, period.");
    }

    [Fact]
    public void a_macro_that_reads_what_a_pipeline_has_not_is_told_at_its_line_and_for_which_pipeline()
    {
        _files.Write(Macros, "create macro booked() as table\nselect *\nfrom booking;");

        Calling("select day, amount as revenue, 0.5::double as rate from orders, booked()").ShouldHave(Macros, 3, "For the pipeline 'daily': Table with name booking does not exist!", "Correct the macro");
    }

    [Fact]
    public void a_mistake_in_a_shared_model_is_told_once_however_many_pipelines_have_it()
    {
        _files.With(Clean, of: "from orders", instead: "from orders,, accounts");
        Shared("other", "growth", "orders");

        Shared("daily", "profit", "orders").ShouldHave(Clean, 2, "yntax error", "Correct the SQL");
    }

    [Theory]
    [InlineData("create macro f(x) as table\n  select * from read_csv('/etc/passwd');", 2, "the table function read_csv()", "Read sources and earlier models")]
    [InlineData("create macro f(x) as table select * from '/etc/passwd';", 1, "It reads '/etc/passwd'", "Use the columns only")]
    [InlineData("create macro f(x) as (select max(a) from 'x.parquet');", 1, "It reads 'x.parquet'", "Use the columns only")]
    [InlineData("create macro f(x) as\n\n  x + random();", 3, "It uses random()", "the rows that are read")]
    [InlineData("create macro f(x) as table select * from orders using sample 10;", 1, "random sample", "Read all rows")]
    [InlineData("create macro f(x) as x; drop table orders;", 1, "This is no macro", "create macro name(a, b)")]
    [InlineData("create macro f(x) as table copy orders to 'x.csv';", 1, "This is not a SELECT", "Write one SELECT")]
    [InlineData("create macro f(x) as x, y;", 1, "is not one expression", "single expression")]
    [InlineData("create macro f(x) as x +;", 1, "yntax error", "Correct the SQL")]
    [InlineData("create macro f(x) as $1;", 1, "It has a parameter", "rows that are read")]
    [InlineData("create macro f(x, y := 2) as x;", 1, "'y := 2' is no name of a parameter", "lower-case")]
    [InlineData("create macro f(x, x) as x;", 1, "have one name", "Rename")]
    [InlineData("create macro sum(x) as x;", 1, "'sum' is a function or a word of the engine already", "another name")]
    [InlineData("create macro money_share(x) as x;", 1, "'money_share' is a function", "another name")]
    [InlineData("create macro f(x) as x;\n\ncreate macro f(x, y) as x;", 3, "two macros 'f'; the first is at sql/money.sql:1", "Rename")]
    [InlineData("create macro f(x) as g(x);\ncreate macro g(x) as f(x);", 1, "'f' calls itself", "others only")]
    [InlineData("create table f as select 1;", 1, "This is no macro", "create macro")]
    public void a_macro_says_only_what_a_model_may_say(string text, int line, string message, string remedy)
    {
        var problem = _files.Write(Macros, text).Problems()[0];

        (problem.File, problem.Line).ShouldBe((Macros, line), problem.ToString());
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void one_macro_in_two_files_is_a_problem() =>
        _files.Write("sql/other.sql", "create macro net(x) as x;").ShouldHave("sql/other.sql", 1, "two macros 'net'; the first is at sql/money.sql:2", "Rename");

    [Theory]
    [InlineData("net(amount)", "net() takes amount, tax.")]
    [InlineData("net(tax := 0.1, amount := amount)", "net() takes amount, tax.")]
    [InlineData("alone(1)", "alone() takes nothing.")]
    public void a_call_gives_all_arguments_in_their_order(string call, string message) =>
        Calling($"select day,\n{call} as revenue, 0.5::double as rate from orders").ShouldHave(Sql, 2, message, "in this order");

    [Fact]
    public void money_that_a_macro_leads_through_a_binary_float_is_refused_where_it_is_called()
    {
        _files.With(Macros, of: "amount * (1 - tax)", instead: "cast(amount / 3 as decimal(19,4))");

        Calling("select day,\nnet(amount, 0.19) as revenue, 0.5::double as rate from orders").ShouldHave(Sql, 2, "binary float", "money_share");
    }

    [Fact]
    public void a_macro_may_read_what_its_model_has_published_before()
    {
        _files.Write("sql/before.sql", "create macro before() as (select coalesce(sum(s.revenue), 0) from summary s);");
        _files.With(SmallWorkspace.Pipeline, of: "sql: summary.sql", instead: "sql: summary.sql\n    reads: { summary: history }");

        Calling("select day, cast(sum(amount) - before() as decimal(19,4)) as revenue, 0.5::double as rate from orders group by day").Definition().Model("summary").Mentions("summary").ShouldBeTrue();
    }

    [Fact]
    public void macros_are_for_models_and_not_for_checks_and_metrics() =>
        Calling("select day, net(amount, 0.19) as revenue, 0.5::double as rate from orders").With(SmallWorkspace.Pipeline, of: "value: sum(revenue)", instead: "value: net(sum(revenue), 0)")
            .ShouldHave(SmallWorkspace.Pipeline, 32, "net does not exist", "Correct the SQL");

    [Theory]
    [InlineData("sql/clean.sql", "There is no file sql/clean.sql", "sql/orders_clean.sql")]
    [InlineData("sql/money.sql", "sql/money.sql holds macros", "Call them")]
    [InlineData("sql/../summary.sql", "not the name of an SQL file", "sql/daily_profit_summary.sql")]
    [InlineData("other/summary.sql", "not the name of an SQL file", "without a folder")]
    public void a_model_names_a_shared_file_that_is_there(string file, string message, string remedy) =>
        _files.With(SmallWorkspace.Pipeline, of: "sql: summary.sql", instead: $"sql: {file}").ShouldHave(SmallWorkspace.Pipeline, 8, message, remedy);

    [Theory]
    [InlineData("sql/Clean.sql")]
    [InlineData("sql/money.yml")]
    public void a_file_of_another_name_is_a_problem(string file) => _files.Write(file, "select 1").ShouldHave(file, 1, "is no file of shared SQL", "sql/<id>.sql");

    [Fact]
    public void shared_sql_that_nobody_uses_is_a_warning()
    {
        var warnings = Calling("select day, net(amount, 0.19) as revenue, 0.5::double as rate from orders").Load().Warnings.Where(warning => warning.File.StartsWith("sql/", StringComparison.Ordinal));

        warnings.Select(warning => (warning.File, warning.Line, warning.Message)).ShouldBe(
            [(Macros, 5, "No model calls the macro 'sold_on'."), (Macros, 7, "No model calls the macro 'alone'."), (Clean, 1, $"No model is {Clean}.")]);
    }

    SmallWorkspace Calling(string sql) => _files.Write(Sql, sql);

    void Other(string sql) => _files.Write("pipelines/growth/other/other.sql", sql).Write("pipelines/growth/other/pipeline.yml", Text("other", "growth", "orders", "other.sql"));

    SmallWorkspace Shared(string id, string area, string source) => _files.Write($"pipelines/{area}/{id}/pipeline.yml", Text(id, area, source, Clean));

    static string Text(string id, string area, string source, string sql) => $"""
        id: {id}
        area: {area}
        audience: experiments
        grain: day
        sources: [{source}]
        models:
          - id: clean
            sql: {sql}
            grain: day
        checks:
          - id: {id}-rows
            kind: row_count
            target: clean
            least: 1
        """;
}
