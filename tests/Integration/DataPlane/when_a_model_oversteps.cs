using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_a_model_oversteps : IDisposable
{
    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("select * from 'other.csv'", "It reads 'other.csv', which is neither a source of the pipeline nor an earlier model.")]
    [InlineData("select * from \"/etc/passwd\"", "It reads '/etc/passwd'")]
    [InlineData("select * from 's3://bucket/x.parquet'", "It reads 's3://bucket/x.parquet'")]
    [InlineData("select * from customers", "It reads 'customers'")]
    [InlineData("select * from information_schema.tables", "It reads 'tables'")]
    [InlineData("select * from duckdb_settings", "It reads 'duckdb_settings'")]
    [InlineData("select * from summary", "It reads 'summary'")]
    [InlineData("select * from main.orders", "It reads 'orders'")]
    [InlineData("with \"x.csv\" as (select 1) select * from \"x.csv\"", "WITH defines 'x.csv'.")]
    [InlineData("select * from read_csv('x.csv')", "table function read_csv()")]
    [InlineData("select * from read_parquet('x.parquet')", "table function read_parquet()")]
    [InlineData("select * from read_text('/etc/passwd')", "table function read_text()")]
    [InlineData("select * from glob('*')", "table function glob()")]
    [InlineData("select * from orders, lateral (select * from read_csv('x.csv'))", "table function read_csv()")]
    [InlineData("select * from orders where order_id in (select content from read_text('x'))", "table function read_text()")]
    [InlineData("with step as (select * from glob('*')) select * from step", "table function glob()")]
    [InlineData("select * from query('select 1')", "table function query()")]
    [InlineData("select * from pragma_version()", "table function pragma_version()")]
    [InlineData("from (describe orders)", "It describes or shows a table.")]
    [InlineData("select getenv('HOME')", "It uses getenv()")]
    [InlineData("select current_setting('memory_limit')", "It uses current_setting()")]
    [InlineData("select now()", "It uses now()")]
    [InlineData("select current_date", "It uses current_date")]
    [InlineData("select ago(interval 1 day)", "It uses ago()")]
    [InlineData("select pg_sleep(1)", "It uses pg_sleep()")]
    [InlineData("select random() from orders", "It uses random()")]
    [InlineData("select uuid() from orders", "It uses uuid()")]
    [InlineData("select * from orders using sample 1 rows", "It takes a random sample.")]
    [InlineData("select * from orders where order_id = $1", "It has a parameter ($1).")]
    [InlineData("select * from orders where order_id = $who", "It has a parameter ($who).")]
    [InlineData("select 1; select 2", "These are 2 statements.")]
    [InlineData("select 1; copy orders to 'x.csv'", "This is not a SELECT.")]
    [InlineData("copy (select 1) to 'x.csv'", "This is not a SELECT.")]
    [InlineData("attach 'x.db' as x", "This is not a SELECT.")]
    [InlineData("pragma database_list", "This is not a SELECT.")]
    [InlineData("install httpfs", "This is not a SELECT.")]
    [InlineData("set threads = 1", "This is not a SELECT.")]
    [InlineData("create table x as select 1", "This is not a SELECT.")]
    [InlineData("insert into orders values (1)", "This is not a SELECT.")]
    [InlineData("explain select 1", "This is not a SELECT.")]
    [InlineData("", "This is not a SELECT.")]
    public async Task a_model_that_is_no_plain_select_over_its_data_is_refused_for_good_with_the_reason(string sql, string why)
    {
        var error = await _bench.RefusedModelAsync(sql);
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldStartWith("model 'summary'");
        error.Message.ShouldStartWith(why.StartsWith("table", StringComparison.Ordinal) ? $"It reads from the {why}" : why);
        error.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task a_model_is_refused_at_the_line_that_oversteps()
    {
        var error = await _bench.RefusedModelAsync("select *\nfrom orders\nwhere order_id in (\n  select content from read_text('x'))");
        error.Place.ShouldBe("model 'summary', line 4");
    }

    [Fact]
    public async Task a_models_text_that_would_end_the_statement_around_it_is_a_syntax_error() =>
        (await _bench.RefusedModelAsync("select 1) to 'x.csv'; select (1")).Message.ShouldStartWith("Syntax error at or near \")\"");

    [Fact]
    public async Task the_engine_of_the_models_itself_reaches_nothing_but_the_lake()
    {
        _bench.Write("secret.csv", "a\n1\n");
        foreach (var attempt in new[]
        {
            $"select * from read_csv('{_bench.Data}/secret.csv')", "select * from read_text('/etc/passwd')", "attach '/tmp/x.db' as x", "copy (select 1) to '/tmp/x.csv'",
            "set enable_external_access = true", "set lock_configuration = false", "set threads = 7", "install httpfs", "load httpfs",
        })
        {
            using var session = new ModelSession(_bench.ModelEngine);
            Should.Throw<Exception>(() => session.Run(attempt), attempt);
        }
    }
}
