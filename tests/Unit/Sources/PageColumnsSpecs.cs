using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Unit.Sources;

/// <summary>A key that rows leave out where it is null is no news in JSON, wherever pages happen to be cut; a column that went is one.</summary>
public sealed class PageColumnsSpecs
{
    [Theory]
    [InlineData(100, 2, 0, true, "two rows without it are not two wrong rows")]
    [InlineData(100, 1, 0, false, "one row without it is a wrong row, on whichever page")]
    public void a_promised_column_went_where_more_than_a_row_of_a_page_lacks_it(int having, int lacking, int newNames, bool isGone, string why) =>
        IsGone("amount decimal(19,4) not null", having, lacking, newNames).ShouldBe(isGone, why);

    [Theory]
    [InlineData(100, 5, 0, true, "five of five by chance is rare")]
    [InlineData(100, 4, 0, false, "four may be null")]
    [InlineData(4, 100, 0, false, "and so the other way round")]
    [InlineData(1, 1, 1, true, "the page calls something by a name that nobody knows")]
    public void a_column_that_may_be_null_went_where_that_is_no_chance(int having, int lacking, int newNames, bool isGone, string why) =>
        IsGone("amount decimal(19,4)", having, lacking, newNames).ShouldBe(isGone, why);

    [Fact]
    public void names_that_the_first_page_has_besides_are_not_new()
    {
        var pages = new PageColumns(ContractOf("amount decimal(19,4)"));
        pages.Add(1, ["id", null], unknown: 3);
        pages.Add(2, ["id", "amount"], unknown: 3);
        pages.Gone(_ => false).ShouldBeNull();
    }

    static bool IsGone(string column, int having, int lacking, int newNames)
    {
        var pages = new PageColumns(ContractOf(column));
        Enumerable.Range(0, having).ToList().ForEach(_ => pages.Add(1, ["id", "amount"], unknown: 2));
        Enumerable.Range(0, lacking).ToList().ForEach(_ => pages.Add(2, ["id", null], unknown: 2 + newNames));
        return pages.Gone(_ => false) is (_, 2, 1);
    }

    static Contract ContractOf(string column)
    {
        var (name, type) = (column.Split(' ')[0], column.Split(' ')[1]);
        return new("orders", 1, [new("id", "bigint", false), new(name, type, !column.EndsWith("not null", StringComparison.Ordinal))], [], null);
    }
}
