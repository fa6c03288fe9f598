using System.Security.Claims;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// Who acts, as events name them (domain.md 8.1), and by what they came in: an engineer for whom the administrator's key acts, or who says so on this
/// machine. Both are recorded with the event, as "amara via api-key".
/// </summary>
public static class Actor
{
    public const string Header = "X-Actor";
    public const string Local = "local";
    public const string KeyHolder = "api-key";

    const int Longest = 100;
    const string Via = " via ";
    const string ViaClaim = "via";

    /// <summary>Whether the name can stand in an event: short and printable.</summary>
    public static bool IsName(string text) => text.Trim() is { Length: > 0 and <= Longest } name && !name.Any(char.IsControl);

    /// <param name="name">Who acts.</param>
    /// <param name="via">By whose right, where that is another.</param>
    public static ClaimsPrincipal Admin(string name, string? via = null)
    {
        Claim[] claims = [new(ClaimTypes.Name, name), new(ClaimTypes.Role, "admin"), .. via is null ? Array.Empty<Claim>() : [new(ViaClaim, via)]];
        return new(new ClaimsIdentity(claims, "evented"));
    }

    public static string ActorName(this HttpContext http) => http.User.Identity?.Name ?? Local;

    /// <summary>Both names, as the metadata of an event has them.</summary>
    public static string RecordedActor(this HttpContext http) =>
        http.User.FindFirst(ViaClaim) is { Value: var via } ? $"{http.ActorName()}{Via}{via}" : http.ActorName();

    /// <summary>The two names that were recorded as one.</summary>
    public static (string Actor, string? Via) Of(string recorded) =>
        recorded.LastIndexOf(Via, StringComparison.Ordinal) is > 0 and var at ? (recorded[..at], recorded[(at + Via.Length)..]) : (recorded, null);
}
