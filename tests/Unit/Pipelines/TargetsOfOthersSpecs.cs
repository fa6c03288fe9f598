using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>A pipeline names the published targets of others that it reads (domain.md 1.4), is held to their columns, and is read after them.</summary>
public sealed class TargetsOfOthersSpecs : IDisposable
{
    const string Above = "pipelines/growth/above/pipeline.yml";
    const string AboveSql = "pipelines/growth/above/trend.sql";

    readonly SmallWorkspace _files = new();

    public TargetsOfOthersSpecs() => _files.WithReader("above", "growth", "summary", "select day, revenue from summary");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_target_is_read_with_the_columns_that_its_pipeline_declares()
    {
        // Of an area that comes before the one that it reads of.
        var upstream = _files.Load().Pipeline("above").UpstreamTargets.ShouldHaveSingleItem();
        (upstream.Table, upstream.Pipeline, upstream.Model, upstream.Grain, upstream.PipelineGrain).ShouldBe(("summary", "daily", "summary", Grain.Day, Grain.Day));
        upstream.Columns.ShouldBe([new("day", "date", false), new("revenue", "decimal(19,4)"), new("rate", "double")]);
        _files.Load().Pipelines.Select(pipeline => pipeline.Id).ShouldBe(["above", "daily"]);
    }

    [Fact]
    public void a_target_is_of_the_data_that_it_is_made_of_through_any_number_of_pipelines()
    {
        _files.WithReader("further", "growth", "above_trend", "select day, revenue from above_trend");
        _files.With(SmallWorkspace.Source, of: "id: orders", instead: "id: orders\nbegins: 2026-01-05");
        _files.Load().Pipeline("further").UpstreamTargets.ShouldHaveSingleItem().Begins.ShouldBe(new(2026, 1, 5));
    }

    [Fact]
    public void a_model_says_how_far_back_it_reads_a_target()
    {
        _files.With(Above, of: "    sql: trend.sql", instead: "    sql: trend.sql\n    reads: { summary: trailing(P7D) }");
        var above = _files.Load().Pipeline("above");
        above.Model("trend").WindowOf("summary").ToString().ShouldBe("trailing(P7D)");
        (above.ReadsEarlier, above.TakesTurnIn(DataInterval.Parse("2026-11-21"))).ShouldBe((false, true), "Its own earlier intervals are none of it.");
    }

    [Fact]
    public void sql_is_held_to_the_columns_of_the_target() =>
        _files.With(AboveSql, of: "select day, revenue", instead: "select day, revenu as revenue").ShouldHave(AboveSql, 1, "revenu", "Correct the model's SQL");

    [Fact]
    public void money_keeps_to_its_rules_across_pipelines() =>
        _files.With(AboveSql, of: "revenue from", instead: "cast(rate as decimal(19,4)) as revenue from").ShouldHave(AboveSql, 1, "binary float", "money_share");

    [Theory]
    [InlineData("sumary", "No pipeline publishes a table 'sumary'", "Did you mean 'summary'?")]
    [InlineData("daily.summary", "'daily.summary' is a model of daily, and a target goes by its table", "Write summary.")]
    [InlineData("above_trend", "'above_trend' is published by this pipeline itself", "Take it out of `targets`")]
    [InlineData("orders", "No pipeline publishes a table 'orders'", "Known: summary.")]
    public void a_name_that_is_no_target_of_another_pipeline_is_told_with_its_line(string name, string message, string remedy) =>
        Told(_files.With(Above, of: "targets: [summary]", instead: $"targets: [{name}]"), Above, 5, message, remedy);

    [Fact]
    public void a_model_that_is_not_published_cannot_be_named()
    {
        _files.With(SmallWorkspace.Pipeline, of: "models:\n", instead: "models:\n  - { id: raw, sql: raw.sql, grain: day }\n").Write("pipelines/profit/daily/raw.sql", "select * from orders")
            .With(Above, of: "targets: [summary]", instead: "targets: [summary, raw]");
        Told(_files, Above, 5, "'raw' is a model of daily that is not published", "Give it a `target` in pipelines/profit/daily/pipeline.yml");
    }

    [Fact]
    public void pipelines_that_read_each_other_are_told_once_with_the_whole_ring()
    {
        _files.WithReader("further", "growth", "above_trend", "select day, revenue from above_trend");
        _files.With(SmallWorkspace.Pipeline, of: "sources: [orders, accounts]", instead: "sources: [orders, accounts]\ntargets: [further_trend]");
        var problem = _files.Problems().ShouldHaveSingleItem();
        (problem.File, problem.Line).ShouldBe((Above, 5));
        problem.Message.ShouldBe(
            "Pipelines that read each other in a ring can never begin: above (pipelines/growth/above/pipeline.yml:5: summary), which reads daily (pipelines/profit/daily/pipeline.yml:6: further_trend), "
            + "which reads further (pipelines/growth/further/pipeline.yml:5: above_trend), which reads above.");
        problem.Remedy.ShouldContain("its sources");
    }

    [Fact]
    public void what_is_wrong_with_the_other_pipeline_is_told_there_only() =>
        _files.With(SmallWorkspace.Sql, of: "sum(amount)", instead: "sum(amuont)").ShouldHave(SmallWorkspace.Sql, 2, "amuont", "Correct");

    [Fact]
    public void a_target_may_not_bear_the_name_of_a_model_here()
    {
        _files.With(Above, of: "id: trend", instead: "id: summary").With(Above, of: "target: trend", instead: "target: summary");
        Told(_files, Above, 7, "There are two sources, targets or models 'summary'", "Rename");
    }

    [Fact]
    public void a_check_is_of_what_the_pipeline_itself_reads_and_makes() =>
        Told(_files.With(Above, of: "target: trend", instead: "target: summary"), Above, 15, "There is no source or model 'summary' in this pipeline", "Known: trend");

    [Fact]
    public void a_month_that_is_read_of_a_day_alone_is_refused_with_what_would_do()
    {
        _files.WithReader("monthly", "growth", "summary", "select first_day as day, sum(revenue) as revenue from summary, period group by 1", Grain.Month);
        _files.WithReader("late", "growth", "monthly_trend", "select day, revenue from monthly_trend");
        Told(_files, "pipelines/growth/late/pipeline.yml", 7, "which monthly publishes by the month", "trailing(P1M)");

        _files.With("pipelines/growth/late/pipeline.yml", of: "    sql: trend.sql", instead: "    sql: trend.sql\n    reads: { monthly_trend: trailing(P1M) }");
        _files.Load().Pipeline("late").UpstreamTargets.ShouldHaveSingleItem().PipelineGrain.ShouldBe(Grain.Month);
    }

    [Fact]
    public void a_target_of_other_days_or_that_nobody_reads_is_worth_a_word()
    {
        _files.With(Above, of: "grain: day\ntargets", instead: "grain: day\nzone: America/New_York\ntargets").With(AboveSql, of: "from summary", instead: "from orders")
            .With(Above, of: "targets:", instead: "sources: [orders]\ntargets:").With(AboveSql, of: "revenue", instead: "amount as revenue");
        _files.Load().Warnings.Where(warning => warning.File == Above).Select(warning => warning.Message).ShouldBe(
            ["The days of 'summary' are those of Europe/Berlin, and here they are those of America/New_York.", "No model reads 'summary' of daily."]);
    }

    static void Told(SmallWorkspace files, string file, int line, string message, string remedy) => files.Problems().ShouldContain(
        problem => problem.File == file && problem.Line == line && problem.Message.Contains(message) && problem.Remedy.Contains(remedy), string.Join('\n', files.Problems()));
}
