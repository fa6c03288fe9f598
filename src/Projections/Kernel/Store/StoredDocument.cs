using System.Linq.Expressions;
using System.Text.Json;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// A document's table and members as SQL names them, for what Marten's LINQ has no words for: a member that is renamed is renamed in the SQL, and one that is not stored
/// is an error when the SQL is made.
/// </summary>
/// <param name="alias">The table's, in a statement over several.</param>
public sealed class StoredDocument<T>(string? alias = null)
    where T : class
{
    readonly string _prefix = alias is null ? "" : $"{alias}.";

    /// <summary>For a from: the table, with its alias.</summary>
    public string Table { get; } = alias is null ? DocumentTables.Of(typeof(T)) : $"{DocumentTables.Of(typeof(T))} {alias}";

    public string Id => $"{_prefix}id";

    public string Data => $"{_prefix}data";

    public string Text(Expression<Func<T, object?>> member) => $"{Parent(member)} ->> '{StoredName.Path(member)[^1]}'";

    public string Json(Expression<Func<T, object?>> member) => $"{Parent(member)} -> '{StoredName.Path(member)[^1]}'";

    public string Number(Expression<Func<T, object?>> member) => $"({Text(member)})::int";

    /// <summary>As Marten's indexes over instants have it.</summary>
    public string Instant(Expression<Func<T, object?>> member) => $"{StoreDatabase.Schema}.mt_immutable_timestamptz({Text(member)})";

    /// <summary>In the order of bytes, as data intervals of one grain follow each other.</summary>
    public string Ordered(Expression<Func<T, object?>> member) => $"({Text(member)}) collate \"C\"";

    /// <summary>A member's own column, where the model duplicates it.</summary>
    public string Column(Expression<Func<T, object?>> member) => $"{_prefix}\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(StoredName.Path(member)[^1])}\"";

    string Parent(Expression<Func<T, object?>> member) => string.Join(" -> ", StoredName.Path(member).SkipLast(1).Select(name => $"'{name}'").Prepend(Data));
}

static class DocumentTables
{
    static readonly Lazy<Dictionary<Type, string>> Names = new(() => (Folds.All()).ToDictionary(fold => fold.Document, fold => fold.Model));

    public static string Of(Type document) => $"{StoreDatabase.Schema}.mt_doc_{Names.Value[document]}";
}
