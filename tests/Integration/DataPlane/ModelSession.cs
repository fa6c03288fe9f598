using System.Reflection;
using DuckDB.NET.Data;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>A raw connection to the models' instance, past everything that guards it, to see the second wall.</summary>
sealed class ModelSession : IDisposable
{
    readonly DuckDBConnection _connection;

    public ModelSession(ModelEngine engine)
    {
        typeof(EngineInstance).GetMethod("Connect", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(engine, []);
        var root = (DuckDBConnection)typeof(EngineInstance).GetField("_root", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
        _connection = root.Duplicate();
        _connection.Open();
    }

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        reader.Read();
    }

    public void Dispose() => _connection.Dispose();
}
