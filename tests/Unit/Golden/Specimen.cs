using System.Collections;
using System.Reflection;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Golden;

/// <summary>Values of a record's every property, down to its leaves, so that serialization has something to lose; or only of what it must have.</summary>
static class Specimen
{
    public const string Text = "text";
    public const string Key = "key";

    static readonly NullabilityInfoContext nullability = new();

    public static object Of(Type type) => Made(type, isFull: true);

    public static object LeastOf(Type type) => Made(type, isFull: false);

    static object Made(Type type, bool isFull)
    {
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        return underlying switch
        {
            _ when underlying == typeof(Guid) => new Guid("11111111-2222-5333-8444-555555555555"),
            _ when underlying == typeof(string) => Text,
            _ when underlying == typeof(int) => 7,
            _ when underlying == typeof(long) => 7L,
            _ when underlying == typeof(bool) => true,
            _ when underlying == typeof(decimal) => 12.3456m,
            _ when underlying == typeof(double) => 0.25,
            _ when underlying == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 22, 3, 4, 5, TimeSpan.Zero),
            _ when underlying == typeof(DataInterval) => DataInterval.Parse("2026-11-22"),
            _ when underlying == typeof(Window) => Window.Parse("trailing(P30D)"),
            _ when underlying == typeof(DateOnly) => new DateOnly(2026, 11, 22),
            _ when underlying == typeof(TimeOnly) => new TimeOnly(9, 30),
            _ when underlying == typeof(TimeSpan) => TimeSpan.FromDays(3),
            { IsEnum: true } => Enum.GetValues(underlying).GetValue(Enum.GetValues(underlying).Length - 1)!,
            { IsGenericType: true } when underlying.GetGenericTypeDefinition() is { } list && (list == typeof(IReadOnlyList<>) || list == typeof(IReadOnlyCollection<>)) =>
                List(underlying.GenericTypeArguments[0], isFull),
            { IsGenericType: true } when underlying.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => Dictionary(underlying.GenericTypeArguments[1], isFull),
            _ => Record(underlying, isFull),
        };
    }

    static object Record(Type type, bool isFull)
    {
        var constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Argument(parameter, isFull))]);
        var parameters = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in isFull ? type.GetProperties().Where(property => property.SetMethod is not null && !parameters.Contains(property.Name)) : [])
        {
            property.SetValue(made, Made(property.PropertyType, isFull));
        }

        return made;
    }

    static object? Argument(ParameterInfo parameter, bool isFull) =>
        isFull ? Made(parameter.ParameterType, isFull)
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : nullability.Create(parameter).WriteState is NullabilityState.Nullable ? null
        : Made(parameter.ParameterType, isFull);

    static IList List(Type item, bool isFull)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        if (isFull)
        {
            list.Add(Made(item, isFull));
        }

        return list;
    }

    static IDictionary Dictionary(Type value, bool isFull)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        if (isFull)
        {
            dictionary.Add(Key, Made(value, isFull));
        }

        return dictionary;
    }
}
