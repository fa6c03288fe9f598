using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// Which columns of the contract the rows of each page of an API have. A key that some rows of a page lack is no news in JSON, where many leave out what is null; one that each page has
/// in all of its rows or in none is a column that went, as one that lacks in a file's header. A page or two that lack it have to be more than chance: of some rows, or with a name
/// that nobody knows.
/// </summary>
sealed class PageColumns(Contract contract)
{
    // Of ten rows, those without the key are by chance just the five of one page in 1 of 252 cases.
    const int LeastRows = 5;

    // Where null is not allowed, one row without it is a wrong row.
    const int LeastWrongRows = 2;

    readonly List<Page> _pages = [];

    /// <param name="page">From 1; rows come page by page.</param>
    /// <param name="names">By which name each column of the contract stands in the row; null where it does not.</param>
    /// <param name="unknown">How many names that the contract does not know have been seen up to this row, in it too.</param>
    public void Add(int page, IReadOnlyList<string?> names, int unknown)
    {
        if (_pages is not [.., { } last] || last.Number != page)
        {
            _pages.Add(last = new(page, _pages is [.., { } before] ? before.Unknown : int.MaxValue, new long[contract.Columns.Count]));
        }

        last.Rows++;
        last.Unknown = unknown;
        foreach (var at in names.Index().Where(name => name.Item is not null).Select(name => name.Index))
        {
            last.Having[at]++;
        }
    }

    /// <summary>The first column that went or came between pages, with a page that lacks it and one that has it; null where there is none.</summary>
    /// <param name="mayLack">The columns that may lack anywhere.</param>
    public (Column Column, int Lacking, int Having)? Gone(Func<Column, bool> mayLack)
    {
        foreach (var (at, column) in contract.Columns.Index().Where(column => column.Item.Folder is null && !mayLack(column.Item)))
        {
            var (lacking, having) = (_pages.FindAll(page => page.Having[at] == 0), _pages.FindAll(page => page.Having[at] == page.Rows));
            if (lacking.Count > 0 && having.Count > 0 && lacking.Count + having.Count == _pages.Count && IsNoChance(column, lacking, having))
            {
                return (column, lacking[0].Number, having[0].Number);
            }
        }

        return null;
    }

    static bool IsNoChance(Column column, List<Page> lacking, List<Page> having) => lacking.Exists(page => page.HasNewNames)
        || (column.Nullable ? Math.Min(Rows(lacking), Rows(having)) >= LeastRows : Rows(lacking) >= LeastWrongRows);

    static long Rows(List<Page> pages) => pages.Sum(page => page.Rows);

    sealed class Page(int number, int before, long[] having)
    {
        public int Number => number;

        public long Rows { get; set; }

        public int Unknown { get; set; }

        public bool HasNewNames => Unknown > before;

        public long[] Having => having;
    }
}
