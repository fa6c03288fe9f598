using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>The dashboard: a page, its scripts and its style, out of the assembly (wwwroot).</summary>
public static class DashboardFiles
{
    const string Folder = "wwwroot/";

    static readonly FrozenDictionary<string, DashboardFile> Files = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(resource => PathOf(resource[Folder.Length..]), DashboardFile.Read);

    public static bool Holds(PathString path) => Files.ContainsKey(path.Value ?? "");

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        foreach (var (path, file) in Files)
        {
            app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], () => Results.Bytes(file.Content, file.Type, entityTag: file.Tag)).ExcludeFromDescription();
        }
    }

    static string PathOf(string name) => name == "index.html" ? "/" : $"/{name}";

    sealed record DashboardFile(byte[] Content, string Type, EntityTagHeaderValue Tag)
    {
        public static DashboardFile Read(string name)
        {
            using var resource = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            return new(content, $"{TypeOf(Path.GetExtension(name))}; charset=utf-8", ETags.OfContent(content));
        }

        static string TypeOf(string extension) => extension switch
        {
            ".html" => "text/html",
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
    }
}
