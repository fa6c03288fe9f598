using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Which columns of the contract the rows of each page of an API have. A key that some rows of a page lack is no news in JSON, where many leave out what is null; one that each page has
/// in all of its rows or in none is a column that went, as one that lacks in a file's header.
/// </summary>
sealed class PageColumns(Contract contract)
{
    readonly List<(int Page, long Rows, long[] Having)> _pages = [];

    /// <param name="page">From 1; rows come page by page.</param>
    /// <param name="names">By which name each column of the contract stands in the row; null where it does not.</param>
    public void Add(int page, IReadOnlyList<string?> names)
    {
        var (_, rows, having) = _pages is [.., var last] && last.Page == page ? last : (page, 0, new long[contract.Columns.Count]);
        foreach (var at in names.Index().Where(name => name.Item is not null).Select(name => name.Index))
        {
            having[at]++;
        }

        if (rows > 0)
        {
            _pages.RemoveAt(_pages.Count - 1);
        }

        _pages.Add((page, rows + 1, having));
    }

    /// <summary>The first column that went or came between pages, with a page that lacks it and one that has it; null where there is none.</summary>
    /// <param name="mayLack">The columns that may lack anywhere.</param>
    public (Column Column, int Lacking, int Having)? Gone(Func<Column, bool> mayLack)
    {
        foreach (var (at, column) in contract.Columns.Index().Where(column => column.Item.Folder is null && !mayLack(column.Item)))
        {
            var (lacking, having) = (_pages.FindIndex(page => page.Having[at] == 0), _pages.FindIndex(page => page.Having[at] == page.Rows));
            if (lacking >= 0 && having >= 0 && _pages.TrueForAll(page => page.Having[at] == 0 || page.Having[at] == page.Rows))
            {
                return (column, _pages[lacking].Page, _pages[having].Page);
            }
        }

        return null;
    }
}
