using EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

namespace EventedPipelines.Tests.Unit.Sources;

public sealed class PostgresQuerySpecs
{
    [Theory]
    [InlineData("select 1 where d >= @first and d < @next and x = @first", "select 1 where d >= $1 and d < $2 and x = $1")]
    [InlineData("select '@first', \"@first\", e'\\'@first', $$@first$$, $a$ @first $$ $a$ -- @first", "select '@first', \"@first\", e'\\'@first', $$@first$$, $a$ @first $$ $a$ -- @first")]
    [InlineData("select /* @first /* @first */ ; */ @last", "select /* @first /* @first */ ; */ $1")]
    [InlineData("select a @> b, a <@ c, @ -5, a@@first from t where x=@first_at", "select a @> b, a <@ c, @ -5, a@@first from t where x=$1")]
    [InlineData("select 'it''s; @first' as type;  -- done\n", "select 'it''s; @first' as type   -- done\n")]
    [InlineData("with a as (select 1) table a", "with a as (select 1) table a")]
    [InlineData("(select 1) union (values (2))", "(select 1) union (values (2))")]
    public void a_parameter_becomes_the_servers_own_where_it_is_one(string text, string sql)
    {
        var query = PostgresQuery.Of(text);
        query.Problem.ShouldBeNull();
        query.Sql.ShouldBe(sql);
    }

    [Theory]
    [InlineData("select 1; drop table x", "It is more than one statement.")]
    [InlineData("select 1;;", "It is more than one statement.")]
    [InlineData("delete from x", "It begins with delete, and is no SELECT.")]
    [InlineData("-- nothing", "It begins with nothing, and is no SELECT.")]
    [InlineData("select @day", "There is no parameter @day.")]
    [InlineData("select 'a", "What begins with ' never ends.")]
    [InlineData("select $a$ b $$", "What begins with $a$ never ends.")]
    [InlineData("select 1 /* a", "What begins with /* never ends.")]
    public void anything_but_one_select_with_the_periods_parameters_is_a_problem(string text, string problem) => PostgresQuery.Of(text).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("select a from b ORDER\n BY a", true)]
    [InlineData("select 'order by' from b", false)]
    public void a_query_that_says_an_order_is_known(string text, bool isOrdered) => PostgresQuery.Of(text).IsOrdered.ShouldBe(isOrdered);
}
