using System.Buffers.Text;
using System.Net;
using System.Text;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_input_is_hostile(ApiFixture api)
{
    [Theory]
    [InlineData("""{"pipeline":"a/b","interval":"2026-11-21"}""")]
    [InlineData("""{"pipeline":"hostile\u0000","interval":"2026-11-21"}""")]
    [InlineData("""{"pipeline":"hostile","interval":"2026-11-21","reason":"\u0000"}""")]
    [InlineData("""{"pipeline":"hostile","interval":"2026-11-21","reason":"\ud800"}""")]
    [InlineData("""{"pipeline":"hostile","interval":"2026-11-21","\ud800":1}""")]
    [InlineData("""{"pipeline":"hostile","interval":"9999-12-31"}""")]
    [InlineData("""{"pipeline":"hostile","interval":"9999-12"}""")]
    [InlineData("""{"pipeline":"hostile","interval":"0001-01-01"}""")]
    [InlineData("""{"pipeline":{"a":[1]},"interval":[]}""")]
    [InlineData("""{"pipeline":"hostile","interval":"2026-11-21"} trailing""")]
    [InlineData("null")]
    [InlineData("1e999")]
    [InlineData("\ufeff{}")]
    public async Task a_command_with_hostile_input_is_refused(string body)
    {
        await api.Story.DefineAsync(Daily("hostile", "profit"));

        (await api.Client.PostAsync("/api/v1/runs", body)).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_command_that_is_nested_without_end_is_refused() =>
        (await api.Client.PostAsync("/api/v1/runs", new string('[', 10_000))).Problem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("/api/v1/runs?pipeline=%00")]
    [InlineData("/api/v1/investor-metrics?metric=a%00b")]
    [InlineData("/api/v1/runs?from=0000-00-00")]
    public async Task a_question_with_hostile_input_is_refused(string path) => (await api.Client.GetAsync(path)).Problem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("/api/v1/runs?from=0001-01-01&to=9999-12-31&limit=1")]
    [InlineData("/api/v1/investor-metrics?from=0001-01-01&to=9999-12-31&limit=1")]
    [InlineData("/api/v1/runs?pipeline=%27%3B%20drop%20table%20ep.mt_events%3B--")]
    public async Task an_odd_question_that_does_no_harm_is_answered(string path) => (await api.Client.GetAsync(path)).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("/api/v1/pipelines/a%2Fb")]
    [InlineData("/api/v1/intervals/a%2Fb/2026-11-21")]
    [InlineData("/api/v1/intervals/hostile/9999-12-31")]
    [InlineData("/api/v1/pipelines/..%2F..%2Fetc%2Fpasswd")]
    public async Task a_pipeline_or_interval_with_a_hostile_name_is_not_found(string path) => (await api.Client.GetAsync(path)).Problem(HttpStatusCode.NotFound);

    [Fact]
    public async Task a_forged_cursor_is_refused()
    {
        var cursor = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"Metric":"\u0000","Area":"a","PeriodStart":"2026-11-01","Grain":"day","Dimensions":"{}"}"""));

        (await api.Client.GetAsync($"/api/v1/investor-metrics?cursor={cursor}")).Problem(HttpStatusCode.BadRequest);
    }
}
