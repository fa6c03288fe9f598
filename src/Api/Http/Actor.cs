using System.Security.Claims;

namespace EventedPipelines.Api.Http;

/// <summary>Who acts, as events name them (domain.md 8.1).</summary>
public static class Actor
{
    public const string Header = "X-Actor";
    public const string Local = "local";
    public const string KeyHolder = "api-key";

    const int Longest = 100;

    /// <summary>Whether the name can stand in an event: short and printable.</summary>
    public static bool IsName(string text) => text.Trim() is { Length: > 0 and <= Longest } name && !name.Any(char.IsControl);

    public static ClaimsPrincipal Admin(string name) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, "admin")], "evented"));

    public static string ActorName(this HttpContext http) => http.User.Identity?.Name ?? Local;
}
