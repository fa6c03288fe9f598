using System.Net.Sockets;
using JasperFx;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>What an exception means to the client. Never a stack trace: that goes to the log, under the trace id of the answer.</summary>
public sealed class UnexpectedErrors(ILogger<UnexpectedErrors> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var problem = ProblemOf(exception, isConditional: httpContext.Request.Headers.IfMatch.Count > 0);
        if (problem.Status is StatusCodes.Status500InternalServerError)
        {
            log.LogError(exception, "{Method} {Path} failed, trace {Trace}", httpContext.Request.Method, httpContext.Request.Path, httpContext.TraceId());
        }

        await (problem.Status is StatusCodes.Status503ServiceUnavailable
            ? httpContext.WriteProblemAsync(problem, retryAfterSeconds: 2)
            : httpContext.WriteProblemAsync(problem));
        return true;
    }

    public static ProblemDetails ProblemOf(Exception exception, bool isConditional) => exception switch
    {
        BadHttpRequestException e => Problems.Of(e.StatusCode, "The request cannot be read", e.Message),
        ConcurrencyException or ExistingStreamIdCollisionException when isConditional => Problems.Of(
            StatusCodes.Status412PreconditionFailed, "Stale", "Another change was first.", "Read it again, decide again, and send the new ETag in If-Match."),
        ConcurrencyException or ExistingStreamIdCollisionException => Problems.Of(
            StatusCodes.Status409Conflict, "Changed at the same time", "Another change was first, several times over.", "Send the request again."),
        _ when Chain(exception).Any(IsDatabaseAway) => Problems.Of(
            StatusCodes.Status503ServiceUnavailable, "The database does not answer", "PostgreSQL cannot be reached or is not ready.",
            "Nothing was lost. Send the request again; with an Idempotency-Key it is done once."),
        _ when Chain(exception).Any(IsLockedOut) => Problems.Of(
            StatusCodes.Status503ServiceUnavailable, "Busy", "Something else holds what this needs, such as a long publication of the interval.",
            "Nothing was changed. Send the request again in a moment."),
        _ => Problems.Of(
            StatusCodes.Status500InternalServerError, "Unexpected error", "The server could not do this, and it is not the request's fault.",
            "The server's log has the details under the trace id."),
    };

    static bool IsLockedOut(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
    };

    static bool IsDatabaseAway(Exception exception) => exception switch
    {
        // Classes 08 (connection), 53 (resources), 57 (stopping, starting).
        PostgresException e => e.SqlState[..2] is "08" or "53" or "57",
        NpgsqlException or SocketException => true,
        _ => false,
    };

    static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
