using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace EventedPipelines.Cli;

/// <summary>Logs of a home: everything as JSON lines in `logs/evented-yyyyMMdd.jsonl`, two weeks kept; a person's terminal sees warnings as one line each, no stack trace.</summary>
static class HomeLogs
{
    public static void AddHomeLogs(this IServiceCollection services, string home) => services.AddSerilog(logs => logs
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Wolverine", LogEventLevel.Warning)
        .MinimumLevel.Override("Marten", LogEventLevel.Warning)
        .Enrich.FromLogContext()
        // Wolverine's word on a handler that threw: the dispatcher has its own, and none where the process is stopping.
        .Filter.ByExcluding(e => e.MessageTemplate.Text == "Invocation of {Message} failed!")
        .WriteTo.File(
            new CompactJsonFormatter(), Path.Combine(home, "logs", "evented-.jsonl"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14, shared: true)
        .WriteTo.Console(
            LogEventLevel.Warning, "{Timestamp:HH:mm:ss} {Message:lj}{NewLine}", CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Warning));
}
