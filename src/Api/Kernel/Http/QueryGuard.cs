using System.Collections.Concurrent;
using System.Reflection;
using Wolverine.Http;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Holds every query string against the parameters of the endpoint it is for.</summary>
public sealed class QueryGuard(RequestDelegate next)
{
    readonly ConcurrentDictionary<HttpChain, IReadOnlyDictionary<string, Type>> _known = [];

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HttpChain>() is { } endpoint
            && QueryRules.Check(_known.GetOrAdd(endpoint, ParametersOf), context.Request.Query) is { Count: > 0 } errors)
        {
            await context.WriteProblemAsync(Problems.Invalid(errors));
            return;
        }

        await next(context);
    }

    static IReadOnlyDictionary<string, Type> ParametersOf(HttpChain endpoint) => endpoint.Method.Method.GetParameters()
        .Where(parameter => IsSimple(parameter) && endpoint.RoutePattern!.GetParameter(parameter.Name!) is null)
        .ToDictionary(parameter => parameter.Name!, parameter => parameter.ParameterType);

    static bool IsSimple(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum || type == typeof(string) || type == typeof(int) || type == typeof(bool) || type == typeof(DateOnly);
    }
}
