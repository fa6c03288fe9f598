using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Kernel.Http;

public static class ProblemWriting
{
    /// <summary>What ties an answer, the log and the events of one request together.</summary>
    public static string TraceId(this HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static async Task WriteProblemAsync(this HttpContext http, ProblemDetails problem) =>
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = http, ProblemDetails = problem });

    /// <summary>For refusals that mean "come back": says when.</summary>
    public static Task WriteProblemAsync(this HttpContext http, ProblemDetails problem, int retryAfterSeconds)
    {
        http.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return http.WriteProblemAsync(problem);
    }
}
