using EventedPipelines.Api.Kernel.Http;

namespace EventedPipelines.Tests.Unit.Http;

/// <summary>Cells of a table that somebody opens in a spreadsheet.</summary>
public sealed class CsvSpecs
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData(" =1", "' =1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public void a_text_in_a_csv_cell_is_never_a_formula(string text, string cell) => Csv.Line(text).ShouldBe(cell);

    [Theory]
    [InlineData("-960.00")]
    [InlineData("72.00")]
    [InlineData("-PT20M")]
    [InlineData("They swapped - twice")]
    [InlineData("")]
    public void a_quantity_and_a_plain_text_stand_in_a_csv_cell_as_they_are(string text) => Csv.Line(text).ShouldBe(text);
}
