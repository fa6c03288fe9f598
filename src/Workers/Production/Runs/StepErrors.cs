using System.Net.Sockets;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>What an exception of PostgreSQL, or one that nobody expected, means to a person.</summary>
public static class StepErrors
{
    // Data, constraints, syntax and rights: another attempt meets the same. All else may have passed by then (domain.md 2.6), also a
    // connection that an administrator ended.
    static readonly string[] Lasting = ["0A", "22", "23", "42"];

    public static StepError Of(Exception exception, Step step) => Innermost<PostgresException>(exception) is { } refused
        ? OfPostgres(refused, refused.TableName is { } table ? $"table {table}" : step.ToString())
        : Innermost<SocketException>(exception) is { } || Innermost<NpgsqlException>(exception) is { }
            ? Unreachable(step.ToString())
            : new(ErrorClass.Transient, exception.Message, step.ToString(), "The workers' log has the details. The step is tried again.");

    public static StepError Of(NpgsqlException error, string place) => error is PostgresException refused ? OfPostgres(refused, place) : Unreachable(place);

    static StepError Unreachable(string place) =>
        new(ErrorClass.Transient, "PostgreSQL did not answer.", place, "Nothing to do if it comes back: the step is tried again. Else start PostgreSQL.");

    static StepError OfPostgres(PostgresException refused, string place)
    {
        // The store's own tables refuse what another append was first with, and no row of a model.
        var kind = Lasting.Contains(refused.SqlState[..2]) && refused.SchemaName is not StoreDatabase.Schema ? ErrorClass.Permanent : ErrorClass.Transient;
        var remedy = refused.SqlState switch
        {
            PostgresErrorCodes.DiskFull => "Free space on PostgreSQL's disk; the step is tried again.",
            PostgresErrorCodes.InsufficientPrivilege => "Run the schema step as the owner role, which grants the rights, then retry the run.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.DatatypeMismatch =>
                "The target table is not as its definition says: correct the definition or the table, then retry the run.",
            _ when kind is ErrorClass.Permanent => "The model's rows do not fit the target: correct the model, then retry the run.",
            _ => "The step is tried again; if it stays, PostgreSQL's log has the details.",
        };
        return new(kind, $"PostgreSQL refused: {refused.MessageText} ({refused.SqlState}).", place, remedy);
    }

    static T? Innermost<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
