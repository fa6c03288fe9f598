using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>
/// What the tests' hosts and processes say: not on the console, but in `artifacts/test-results/PROJECT.hosts.log`, each line with the class of the test. Every run
/// begins it anew.
/// </summary>
static class HostLogs
{
    static readonly Lazy<Logger> file = new(Open);

    /// <summary>A host whose warnings go into the file.</summary>
    public static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(new SerilogLoggerProvider(OfThisTest()));
        return builder;
    }

    public static Serilog.ILogger OfThisTest() => file.Value.ForContext("Test", TestContext.Current.TestClass?.TestClassSimpleName ?? "-");

    static Logger Open()
    {
        var path = Repository.Folder($"artifacts/test-results/{typeof(HostLogs).Assembly.GetName().Name}.hosts.log");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        return new LoggerConfiguration()
            .WriteTo.File(path, outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Test} {SourceContext} {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: null)
            .CreateLogger();
    }
}
