using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Sources.Kinds.Http;

namespace EventedPipelines.Tests.Unit.Sources;

public sealed class PeriodTemplateSpecs
{
    static readonly TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-22", "/orders/{date:yyyy-MM-dd}", "/orders/2026-11-22")]
    [InlineData("2026-11-22", "/{date:yyyy}/{date:MM}/{date:dd}.csv", "/2026/11/22.csv")]
    [InlineData("2026-11-22", "?from={first}&to={last}", "?from=2026-11-22&to=2026-11-22")]
    [InlineData("2026-12", "?from={first}&to={last}&before={next}", "?from=2026-12-01&to=2026-12-31&before=2027-01-01")]
    [InlineData("2026-12", "{first:yyyyMMdd}-{next:dd.MM.yyyy}", "20261201-01.01.2027")]
    [InlineData("2026-11-22", "{first_at}..{next_at}", "2026-11-21T23:00:00Z..2026-11-22T23:00:00Z")]
    [InlineData("2026-10-25", "{first_at}..{next_at}", "2026-10-24T22:00:00Z..2026-10-25T23:00:00Z")]
    [InlineData("2026-11-22", "{first_at:unix}", "1795302000")]
    public void a_placeholder_stands_for_the_period_in_its_zone(string period, string template, string filled) =>
        PeriodTemplate.Fill(template, DataInterval.Parse(period), berlin, value => value).ShouldBe(filled);

    [Fact]
    public void a_value_is_encoded_where_it_stands() =>
        PeriodTemplate.Fill("/a b/{first:yyyy/MM}?at={first_at}", DataInterval.Parse("2026-11-22"), TimeZoneInfo.Utc, Uri.EscapeDataString).ShouldBe("/a b/2026%2F11?at=2026-11-22T00%3A00%3A00Z");

    [Fact]
    public void a_body_keeps_the_braces_of_its_json() =>
        PeriodTemplate.Fill("""{"range": {"from": "{first}", "to": "{next}"}}""", DataInterval.Parse("2026-11"), TimeZoneInfo.Utc, value => value)
            .ShouldBe("""{"range": {"from": "2026-11-01", "to": "2026-12-01"}}""");

    [Theory]
    [InlineData("/x/{day}", "{day}")]
    [InlineData("/x/{date:HH}", "{date:HH}")]
    [InlineData("/x/{first", "{first")]
    [InlineData("/x/first}", "}")]
    [InlineData("/x/{first_at:yyyy}", "{first_at:yyyy}")]
    public void a_placeholder_that_there_is_not_is_found(string template, string unknown) => PeriodTemplate.Unknown(template, isJson: false).ShouldBe([unknown]);
}
