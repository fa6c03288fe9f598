using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Tests.Unit.Http;

public sealed class CursorSpecs
{
    [Fact]
    public void a_cursor_comes_back_as_the_key_it_was_made_of()
    {
        var key = new RunKey(1_764_000_000_123_456, Guid.NewGuid());

        Cursor.TryDecode<RunKey>(Cursor.Encode(key), out var decoded).ShouldBeTrue();

        decoded.ShouldBe(key);
    }

    [Fact]
    public void a_cursor_can_stand_in_a_url() => Cursor.Encode(new string('?', 50)).ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_');

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!")]
    [InlineData("")]
    [InlineData("bnVsbA")]
    public void a_text_that_encodes_no_key_is_no_cursor(string text) => Cursor.TryDecode<RunKey>(text, out _).ShouldBeFalse();

    [Fact]
    public void a_request_without_a_cursor_is_for_the_first_page()
    {
        Cursor.TryDecode<RunKey>(null, out var first).ShouldBeTrue();
        first.ShouldBeNull();
    }

    [Fact]
    public void one_row_more_than_the_limit_is_the_sign_of_a_next_page()
    {
        Page.Of([1, 2, 3], 2, row => row, row => $"after {row}").ShouldSatisfyAllConditions(
            page => page.Items.ShouldBe([1, 2]),
            page => page.Next.ShouldBe("after 2"));
        Page.Of([1, 2], 2, row => row, row => $"after {row}").Next.ShouldBeNull();
    }
}
