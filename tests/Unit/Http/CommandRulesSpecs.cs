using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Backfills;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class CommandRulesSpecs
{
    static readonly JsonSerializerOptions json = Options();

    [Fact]
    public void a_body_of_properties_that_the_command_knows_passes() => Check("""{"pipeline":"x","from":"2026-11-01","to":"2026-11-02","reprocess":"missing","reason":null}""").ShouldBeEmpty();

    [Theory]
    [InlineData("""{"from":"1.11.2026"}""", "from", "a date (2026-11-22)")]
    [InlineData("""{"reprocess":"some"}""", "reprocess", "one of missing, failed, all")]
    [InlineData("""{"reprocess":1}""", "reprocess", "one of missing, failed, all")]
    [InlineData("""{"pipeline":5}""", "pipeline", "a text")]
    [InlineData("""{"reproces":"all"}""", "reproces", "Did you mean 'reprocess'?")]
    [InlineData("""{"Pipeline":"x"}""", "Pipeline", "Did you mean 'pipeline'?")]
    [InlineData("""{"from":"2026-11-01","from":"2026-11-02"}""", "from", "2 times")]
    [InlineData("\"text\"", "", "a JSON object")]
    public void a_property_that_the_command_does_not_take_is_named_with_the_reason(string body, string property, string reason) => Check(body).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
        error => error.Key.ShouldBe(property),
        error => error.Value.ShouldHaveSingleItem().ShouldContain(reason));

    [Fact]
    public void a_body_that_is_no_json_is_thrown_back() => Should.Throw<JsonException>(() => Check("{"));

    static Dictionary<string, string[]> Check(string body) => CommandRules.Check(Encoding.UTF8.GetBytes(body), typeof(StartBackfill), json);

    static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        JsonShape.Apply(options);
        return options;
    }
}
