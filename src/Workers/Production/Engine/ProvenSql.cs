using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EventedPipelines.Domain.Catalog.Pipelines;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// What was found out of a definition's SQL by binding it. Types come from the definition and not from the rows, so that it is asked once for each definition
/// and not again by every run; what is refused is thrown, and asked again.
/// </summary>
static class ProvenSql
{
    static readonly ConditionalWeakTable<PipelineDefinition, ConcurrentDictionary<(string Place, string Sql), object?>> Known = [];

    /// <param name="definition">The definition; each loaded one is known by itself.</param>
    /// <param name="place">What is asked, and of what.</param>
    /// <param name="sql">The text.</param>
    /// <param name="prove">Asks it of the engine.</param>
    public static async Task<T> OnceAsync<T>(PipelineDefinition definition, string place, string sql, Func<Task<T>> prove)
    {
        var proven = Known.GetOrCreateValue(definition);
        if (proven.TryGetValue((place, sql), out var found))
        {
            return (T)found!;
        }

        var answer = await prove();
        proven[(place, sql)] = answer;
        return answer;
    }
}
