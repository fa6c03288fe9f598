namespace EventedPipelines.Api.Kernel;

/// <summary>
/// What the api needs to know. <paramref name="Nodes"/> is how many processes share the store. Without an <paramref name="ApiKey"/> only
/// this machine is served; <paramref name="InFlight"/> requests are worked on at a time, as many again wait, more are told to come back.
/// </summary>
public sealed record ApiSettings(string Database, IReadOnlyList<string> Urls, string? ApiKey, bool Simulated, int Nodes, int InFlight = 64)
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Of an api on its own, beside workers in other processes.</summary>
    /// <exception cref="InvalidOperationException">There is no connection string.</exception>
    public static ApiSettings From(IConfiguration configuration) => new(
        configuration.GetConnectionString("Evented") is { Length: > 0 } database
            ? database
            : throw new InvalidOperationException("ConnectionStrings__Evented is not set: the api needs the database that the workers use."),
        UrlsIn(configuration["EVENTED_URLS"]),
        configuration["EVENTED_API_KEY"] is { Length: > 0 } key ? key : null,
        Simulated: false,
        Nodes: 2);

    /// <summary>The urls of a setting such as "http://127.0.0.1:5080;http://[::1]:5080"; the default where there are none.</summary>
    public static IReadOnlyList<string> UrlsIn(string? setting) =>
        setting?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls ? urls : [DefaultUrl];
}
