using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// Reads the body of a command once, refuses what the command does not know, and hands it on. Done before the endpoint, so that
/// a person learns of all that is wrong at once and by name; an empty body is a command without properties.
/// </summary>
public sealed class CommandBody(RequestDelegate next, IOptions<JsonOptions> json)
{
    public const int MostBytes = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } command })
        {
            await next(context);
            return;
        }

        var body = await ReadAsync(context.Request, context.RequestAborted);
        if (body.Length > MostBytes)
        {
            await context.WriteProblemAsync(Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"A command has at most {MostBytes} bytes."));
            return;
        }

        try
        {
            if (CommandRules.Check(body, command, json.Value.SerializerOptions) is { Count: > 0 } errors)
            {
                await context.WriteProblemAsync(Problems.Invalid(errors));
                return;
            }
        }
        catch (JsonException e)
        {
            await context.WriteProblemAsync(Problems.Of(
                StatusCodes.Status400BadRequest, "The body is not JSON", $"It stops being JSON in line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
            return;
        }

        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        await next(context);
    }

    static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[4096];
        while (read.Length <= MostBytes && await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
        }

        return read.Length == 0 ? "{}"u8.ToArray() : read.ToArray();
    }
}
