using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Runs;
using Npgsql;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class StepErrorsSpecs
{
    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.AdminShutdown)]
    [InlineData(PostgresErrorCodes.CrashShutdown)]
    [InlineData(PostgresErrorCodes.CannotConnectNow)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.LockNotAvailable)]
    [InlineData(PostgresErrorCodes.ConnectionFailure)]
    public void an_error_of_the_database_that_may_have_passed_is_tried_again(string state) => ClassOf(state).ShouldBe(ErrorClass.Transient);

    [Theory]
    [InlineData(PostgresErrorCodes.NotNullViolation)]
    [InlineData(PostgresErrorCodes.NumericValueOutOfRange)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData(PostgresErrorCodes.UndefinedTable)]
    public void an_error_of_the_database_that_another_attempt_would_meet_again_is_not_tried_again(string state) => ClassOf(state).ShouldBe(ErrorClass.Permanent);

    /// <summary>After a crash of the server a number of an event was given twice: a run went on without its source for it.</summary>
    [Fact]
    public void what_the_stores_own_tables_refuse_is_tried_again()
    {
        var refusal = new PostgresException("It is there already", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation, schemaName: "ep", tableName: "mt_events");
        StepErrors.Of(refusal, "ingest:orders").Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public void the_innermost_refusal_of_the_database_counts() =>
        StepErrors.Of(new InvalidOperationException("wrapped", Refusal(PostgresErrorCodes.DiskFull)), Step.Publish).Remedy.ShouldStartWith("Free space on PostgreSQL's disk");

    static ErrorClass ClassOf(string state)
    {
        var refusal = Refusal(state);
        var error = StepErrors.Of(refusal, "model 'daily'");
        error.Place.ShouldBe("model 'daily'");
        StepErrors.Of((Exception)refusal, Step.Publish).Class.ShouldBe(error.Class);
        return error.Class;
    }

    static PostgresException Refusal(string state) => new("It cannot be done", "ERROR", "ERROR", state);
}
