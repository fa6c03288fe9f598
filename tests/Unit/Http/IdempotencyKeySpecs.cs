using System.Text.Json;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class IdempotencyKeySpecs
{
    static readonly StartRun command = new("p", DataInterval.Parse("2026-11-22"));

    [Fact]
    public void a_request_without_the_header_has_no_idempotency_key() => IdempotencyKey.Of(new DefaultHttpContext().Request, command, JsonSerializerOptions.Web).ShouldBeNull();

    [Fact]
    public void the_same_command_has_the_same_digest() => Of("/runs", command).ShouldBe(Of("/runs", command with { }));

    [Fact]
    public void another_command_or_path_has_another_digest()
    {
        Of("/runs", command with { Rerun = true }).Request.ShouldNotBe(Of("/runs", command).Request);
        Of("/backfills", command).Request.ShouldNotBe(Of("/runs", command).Request);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("3f2b/7:~", true)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("", false)]
    public void an_idempotency_key_is_printable_ascii(string text, bool isKey) => IdempotencyKey.IsKey(text).ShouldBe(isKey);

    [Fact]
    public void an_idempotency_key_has_at_most_200_characters() => IdempotencyKey.IsKey(new('a', 201)).ShouldBeFalse();

    static IdempotencyKey Of(string path, object command)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Path = path;
        http.Request.Headers[IdempotencyKey.Header] = "k";
        return IdempotencyKey.Of(http.Request, command, JsonSerializerOptions.Web)!;
    }
}
