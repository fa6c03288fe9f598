using EventedPipelines.Api.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class ApiKeySpecs
{
    [Theory]
    [InlineData("Authorization", "Bearer s3cret", true)]
    [InlineData("Authorization", "bearer s3cret", true)]
    [InlineData("Authorization", "Bearer s3cret2", false)]
    [InlineData("Authorization", "Basic s3cret", false)]
    [InlineData("Authorization", "Bearer ", false)]
    [InlineData("X-Api-Key", "s3cret", true)]
    [InlineData("X-Api-Key", "S3CRET", false)]
    [InlineData("X-Other", "s3cret", false)]
    public void an_api_key_is_shown_in_one_of_two_headers(string header, string value, bool shown)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[header] = value;

        new ApiKey("s3cret").IsShownBy(http.Request).ShouldBe(shown);
    }
}
