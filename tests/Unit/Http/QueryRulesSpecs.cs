using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Runs;
using Microsoft.AspNetCore.WebUtilities;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class QueryRulesSpecs
{
    static readonly Dictionary<string, Type> known = new()
    {
        ["pipeline"] = typeof(string),
        ["outcome"] = typeof(RunOutcome?),
        ["from"] = typeof(DateOnly?),
        ["limit"] = typeof(int?),
        ["totals"] = typeof(bool?),
    };

    [Fact]
    public void a_query_of_known_and_well_formed_parameters_passes() => Check("?pipeline=x&outcome=succeededWithWarnings&from=2026-11-22&limit=500&totals=true").ShouldBeEmpty();

    [Theory]
    [InlineData("?pipelin=x", "pipelin", "Did you mean 'pipeline'?")]
    [InlineData("?Pipeline=x", "Pipeline", "Did you mean 'pipeline'?")]
    [InlineData("?zzz=x", "zzz", "Known are pipeline, outcome, from, limit, totals.")]
    [InlineData("?outcome=1", "outcome", "not one of succeeded, succeededWithWarnings")]
    [InlineData("?from=2026-11-31", "from", "not a date")]
    [InlineData("?limit=501", "limit", "1 to 500")]
    [InlineData("?limit=-1", "limit", "whole number")]
    [InlineData("?limit=99999999999", "limit", "whole number")]
    [InlineData("?totals=1", "totals", "neither true nor false")]
    [InlineData("?asOf=now", "asOf", "past instant")]
    public void a_parameter_that_is_unknown_or_malformed_is_named_with_the_reason(string query, string name, string reason) => Check(query).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
        error => error.Key.ShouldBe(name),
        error => error.Value.ShouldHaveSingleItem().ShouldContain(reason));

    [Fact]
    public void all_errors_of_a_query_are_told_at_once() => Check("?limit=0&from=x&outcome=y").Count.ShouldBe(3);

    static Dictionary<string, string[]> Check(string query) => QueryRules.Check(known, QueryHelpers.ParseQuery(query));
}
