using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_models_run : IDisposable
{
    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task a_models_rows_have_the_targets_columns_types_and_order()
    {
        var target = new TargetDefinition(
            "summary", [Workbench.Column("order_id varchar not null"), Workbench.Column("month date"), Workbench.Column("lines bigint"), Workbench.Column("amount decimal(19,4)")], ["order_id"]);
        var model = new ModelDefinition(
            "summary", Grain.Day, "select sum(amount) as amount, sum(1) as lines, date_trunc('month', any_value(order_date)) as month, order_id from orders group by order_id;\n", target);
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\nB,2026-11-22,20\nA,2026-11-22,10\nB,2026-11-22,0.5\n", [model]);
        var done = await _bench.TransformedAsync(material);
        _bench.ModelRows(done).ShouldBe(["A|2026-11-01|1|10.0000", "B|2026-11-01|2|20.5000"]);
        done.Models["summary"].Rows.ShouldBe(2);
        (await _bench.TransformedAsync(material)).Models["summary"].ShouldBe(done.Models["summary"]);
    }

    [Fact]
    public async Task a_model_reads_the_models_before_it()
    {
        var models = new[] { new ModelDefinition("first", Grain.Day, "select amount * 2 as twice, count(*) over () as n from orders", null),
            Workbench.Model("with doubled as (select * from first) select sum(twice) as total from doubled", "total decimal(19,4)") };
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\nA,2026-11-22,10\n", models);
        _bench.ModelRows(await _bench.TransformedAsync(material)).ShouldBe(["20.0000"]);
    }

    [Fact]
    public async Task whole_sums_of_a_model_without_a_target_stay_exact()
    {
        var models = new[] { new ModelDefinition("first", Grain.Day, "select sum(9007199254740993) as n from orders", null), Workbench.Model("select n from first", "n decimal(38,0)") };
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\nA,2026-11-22,10\n", models);
        _bench.Rows($"models/{(await _bench.TransformedAsync(material)).Models["summary"].Sha256}.parquet", "cast(n as varchar)").ShouldBe(["9007199254740993"]);
    }

    [Fact]
    public async Task a_models_longer_decimals_are_rounded_half_away_from_zero_to_the_declared_places() =>
        (await _bench.RowsOfModelAsync("select 0.00005 as up, -0.00005 as down, 0.00004999 as less", "up decimal(19,4)", "down decimal(19,4)", "less decimal(19,4)"))
            .ShouldBe(["0.0001|-0.0001|0.0000"]);

    [Theory]
    [InlineData("select order_id from orders", "Its columns are not those of the target 'summary': it lacks 'amount'.")]
    [InlineData("select order_id, amount, amount as more from orders", "Its columns are not those of the target 'summary': it gives 'more' beyond them.")]
    [InlineData("select order_id, amount as sum from orders", "Its columns are not those of the target 'summary': it lacks 'amount' and gives 'sum' beyond them.")]
    [InlineData("select order_id, amount, amount from orders", "The SELECT gives the column 'amount' twice.")]
    public async Task a_model_whose_columns_are_not_the_targets_is_refused_with_their_names(string sql, string message)
    {
        var error = await _bench.RefusedModelAsync(sql, "order_id varchar", "amount decimal(19,4)");
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("varchar", "amount", "It is declared varchar, but the SELECT gives decimal(19,4).")]
    [InlineData("decimal(19,4)", "order_id", "It is declared decimal(19,4), but the SELECT gives varchar.")]
    [InlineData("bigint", "amount", "It is declared bigint, but the SELECT gives decimal(19,4).")]
    [InlineData("bigint", "1.5::double", "It is declared bigint, but the SELECT gives double.")]
    [InlineData("date", "'2026-11-22'", "It is declared date, but the SELECT gives varchar.")]
    public async Task a_models_column_whose_type_could_lose_something_is_refused(string declared, string expression, string message)
    {
        var error = await _bench.RefusedModelAsync($"select {expression} as v from orders", $"v {declared}");
        error.Place.ShouldBe("model 'summary', column 'v'");
        error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("v smallint", "select 40000 as v", "Type INT32 with value 40000 can't be cast")]
    [InlineData("v date", "select timestamp '2026-11-22 13:45:00' as v", "Column 'v' holds a time of day, which its type date would lose.")]
    [InlineData("v varchar not null", "select null::varchar as v", "Column 'v' is null, though it is declared not null.")]
    [InlineData("v decimal(19,4)", "select 1e15::decimal(38,4) as v", "")]
    public async Task a_value_that_does_not_fit_its_column_stops_the_model(string column, string sql, string message)
    {
        var error = await _bench.RefusedModelAsync(sql, column);
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldStartWith("model 'summary'");
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("select order_id,\n  amuont\nfrom orders", 2, "Referenced column \"amuont\" not found in FROM clause! Candidate bindings: \"amount\"")]
    [InlineData("select order_id,\n  ämount +\nfrom\norders", 3, "Syntax error")]
    [InlineData("select 'é' as e,\n  nope(amount)\nfrom orders", 2, "Scalar Function with name nope does not exist!")]
    [InlineData("select order_id,\n cast(order_id as integer) as n from orders", 2, "Could not convert string 'A' to INT32")]
    public async Task an_error_in_a_models_sql_is_permanent_and_names_the_line(string sql, int line, string message)
    {
        var error = await _bench.RefusedModelAsync(sql);
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe($"model 'summary', line {line}");
        error.Message.ShouldStartWith(message);
        error.Remedy.ShouldNotBeEmpty();
    }

    [Fact, Trait("Category", "Full")]
    public async Task a_model_that_runs_out_of_memory_is_a_transient_error()
    {
        using var small = new Workbench(threads: 1, memoryBytes: 40L << 20);
        var model = Workbench.Model("select list(a.r || b.r order by a.r) as l from (select unnest(range(3000)) as r) a, (select unnest(range(3000)) as r) b");
        var material = await small.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\n", [model]);
        var error = (await Should.ThrowAsync<StepFailedException>(() => small.TransformedAsync(material))).Error;
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Place.ShouldBe("model 'summary'");
        error.Message.ShouldStartWith("Out of Memory");
    }

    [Fact]
    public async Task a_lake_that_cannot_be_written_is_a_transient_error()
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\n", [Workbench.Model("select 1 as a")]);
        File.WriteAllText(Path.Combine(_bench.Lake.Root, "models"), "in the way");
        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.TransformedAsync(material))).Error;
        error.Class.ShouldBe(ErrorClass.Transient);
        error.Message.ShouldStartWith("The lake cannot be written");
    }

    [Fact]
    public async Task a_source_that_was_not_ingested_is_never_taken_for_empty()
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\n", [Workbench.Model("select count(*) as n from orders", "n bigint")]);
        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.TransformedAsync(material with { Sources = new Dictionary<string, IReadOnlyList<IngestedFile>>() }))).Error;
        error.Place.ShouldBe("source 'orders'");
        var confirmedEmpty = material with { Sources = new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = [] } };
        _bench.ModelRows(await _bench.TransformedAsync(confirmedEmpty)).ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(true, "is damaged")]
    [InlineData(false, "is missing")]
    public async Task a_snapshot_that_is_no_longer_whole_is_named(bool damaged, string what)
    {
        var material = await _bench.MaterialAsync(Workbench.Orders(), "order_id,order_date,amount\nA,2026-11-22,10\n", [Workbench.Model("select * from orders")]);
        var path = _bench.Snapshot(material.Sources["orders"][0]);
        if (damaged && !OperatingSystem.IsWindows())
        {
            when_files_are_ingested.Damage(path);
        }
        else
        {
            File.Delete(path);
        }

        var error = (await Should.ThrowAsync<StepFailedException>(() => _bench.TransformedAsync(material))).Error;
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldBe(path);
        error.Message.ShouldContain(what);
    }

    [Fact]
    public async Task a_cancelled_model_stops_at_once_and_leaves_nothing()
    {
        var material = await _bench.MaterialAsync(
            Workbench.Orders(), "order_id,order_date,amount\n", [Workbench.Model("select sum(a.r * b.r) as s from (select unnest(range(1000000)) as r) a, (select unnest(range(1000000)) as r) b")]);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => _bench.Transforms.RunAsync(material, material.Definition.Models[0], cancelled.Token));
        Directory.EnumerateFiles(Directory.CreateDirectory(Path.Combine(_bench.Lake.Root, "models")).FullName).ShouldBeEmpty();
    }
}
