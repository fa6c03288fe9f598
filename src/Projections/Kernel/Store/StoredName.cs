using System.Linq.Expressions;
using System.Reflection;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>What the store calls what the code calls otherwise: properties and the members of enums as <see cref="StoredJson"/> writes them.</summary>
public static class StoredName
{
    /// <summary>As the text of a query's parameter.</summary>
    public static string Of(Enum member) => Enum.GetName(member.GetType(), member) ?? throw new ArgumentException($"{member} is no member of {member.GetType().Name}.", nameof(member));

    /// <summary>Between quotes, for lists: "'Armed', 'AtRisk'".</summary>
    public static string Quoted<T>(params T[] members)
        where T : struct, Enum => string.Join(", ", members.Select(member => $"'{Of(member)}'"));

    public static T Parse<T>(string stored)
        where T : struct, Enum => Enum.Parse<T>(stored);

    public static string Of<T>(Expression<Func<T, object?>> member) => Path(member) is [var only] ? only : throw new ArgumentException($"{member} is more than one property.", nameof(member));

    /// <summary>The names of the properties from the document to the one that is meant.</summary>
    /// <exception cref="ArgumentException">One of them is not stored, or it is no chain of properties.</exception>
    public static IReadOnlyList<string> Path<T>(Expression<Func<T, object?>> member)
    {
        List<string> names = [];
        var at = member.Body is UnaryExpression { NodeType: ExpressionType.Convert } boxed ? boxed.Operand : member.Body;
        for (; at is MemberExpression { Member: PropertyInfo property } step; at = step.Expression)
        {
            names.Insert(0, Of(step.Expression!.Type, property));
        }

        return at is ParameterExpression && names.Count > 0 ? names : throw new ArgumentException($"{member} is no chain of properties.", nameof(member));
    }

    static string Of(Type type, PropertyInfo property) =>
        StoredJson.Options.GetTypeInfo(type).Properties.SingleOrDefault(stored => (stored.AttributeProvider as PropertyInfo)?.Name == property.Name)?.Name
        ?? throw new ArgumentException($"{type.Name}.{property.Name} is not stored.", nameof(property));
}
