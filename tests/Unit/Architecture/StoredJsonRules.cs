using System.Text.RegularExpressions;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>Who may know how documents are stored: what is asked of them by SQL is asked in Projections, in the code's names (StoredDocument).</summary>
public sealed partial class StoredJsonRules
{
    // The dispatcher takes and gives back rows; a person's decision locks one.
    static readonly string[] changesRows = [Path.Combine("src", "Workers", "Kernel", "Work", "WorkLeases.cs"), Path.Combine("src", "Api", "Reliability", "Work", "WorkCommands.cs")];

    [Theory]
    [InlineData("Application")]
    [InlineData("Api")]
    [InlineData("Workers")]
    [InlineData("Cli")]
    public void sql_over_stored_json_stands_in_projections_alone(string project) => SourceTree.Of(project).Where(file => StoredJsonSql().IsMatch(file.Text)).ShouldBeEmpty();

    // A path that is written down by hand is right until its property gets another name.
    [Fact]
    public void no_path_of_stored_json_is_written_by_hand() =>
        SourceTree.Of("Projections").Where(file => HandWrittenPath().IsMatch(file.Text)).ShouldBeEmpty();

    [Theory]
    [InlineData("select data ->> 'outcome' from x")]
    [InlineData("where n.data -> 'queued' is null")]
    [InlineData("from ep.mt_doc_run")]
    [InlineData("(data #>> '{redelivered,-1,seenAt}')::timestamptz")]
    [InlineData("jsonb_path_exists(data, '$.steps')")]
    public void sql_over_stored_json_is_recognised(string sql) => StoredJsonSql().IsMatch(sql).ShouldBeTrue();

    [Fact]
    public void pending_work_is_read_in_projections_and_its_rows_are_changed_in_two_files() =>
        SourceTree.Of("Api").Concat(SourceTree.Of("Workers")).Concat(SourceTree.Of("Application")).Concat(SourceTree.Of("Cli"))
            .Where(file => file.Text.Contains("ep.pending_work", StringComparison.Ordinal)).Select(file => file.Path)
            .ShouldBe(changesRows, ignoreOrder: true);

    // Names of one word are words of other things, too.
    [Fact]
    public void a_kind_of_work_is_named_once()
    {
        string[] names = [.. WorkKind.All.Select(kind => kind.Name).Where(name => name.Contains('-', StringComparison.Ordinal)).SelectMany(name => new[] { $"\"{name}\"", $"'{name}'" })];
        string[] projects = ["Domain", "Projections", "Application", "Workers", "Api", "Cli"];
        projects.SelectMany(SourceTree.Of).Where(file => names.Any(name => file.Text.Contains(name, StringComparison.Ordinal))).Select(file => file.Path)
            .ShouldBe([Path.Combine("src", "Domain", "Kernel", "Work", "WorkKind.cs")]);
    }

    [Fact]
    public void the_schema_names_kinds_of_work_that_there_are() =>
        KindInSql().Matches(StoreScripts.Schema).Select(match => match.Groups[1].Value).Distinct().ShouldBe([WorkKind.Turn.Name]);

    [GeneratedRegex("""->>|#>|->\s*'|mt_doc_|jsonb_path""")]
    private static partial Regex StoredJsonSql();

    [GeneratedRegex("""->>?\s*'\w|ep\.mt_doc_\w""")]
    private static partial Regex HandWrittenPath();

    [GeneratedRegex(@"kind = '([^']*)'")]
    private static partial Regex KindInSql();
}
