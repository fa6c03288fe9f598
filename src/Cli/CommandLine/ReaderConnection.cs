using System.Globalization;
using EventedPipelines.Cli.Homes;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>How the published tables are reached, in the words of what reads them. It holds the password where that is known.</summary>
public sealed record ReaderConnection(ReaderAddress Address, string? Password)
{
    const string PasswordVariable = "EVENTED_READER_PASSWORD";

    /// <summary>Of the system that serves the home, or of the database of ConnectionStrings__Evented.</summary>
    /// <exception cref="CommandLineException">Neither is there, or the home is somebody else's.</exception>
    public static ReaderConnection Find(string folder) =>
        (Directory.Exists(folder) ? OfHome(folder) : null)
        ?? (Setting("ConnectionStrings__Evented") is { } given
            ? new(ReaderAddress.Of(given, Database.ReaderSetting().Name, isOurs: false), Setting(PasswordVariable))
            : throw new CommandLineException(ExitCodes.NotRunning, $"EventedPipelines is not running ({folder}), nor is its database. './run' starts both; --home names another home."));

    static ReaderConnection? OfHome(string folder)
    {
        try
        {
            using var home = Home.Open(folder);
            return home.Server()?.Tables is { } address ? new(address, address.IsOurs ? ReaderKey.Of(home) : Setting(PasswordVariable)) : null;
        }
        catch (Exception e) when (e is HomeException or UnauthorizedAccessException)
        {
            throw new CommandLineException(ExitCodes.NoPermission, $"The keys of {folder} are for the user who runs the system. Ask as that user.");
        }
    }

    public string Uri => UriOf("postgresql", Password);

    // In the environment of psql, where other users of the machine do not see it among its arguments.
    public string Psql => $"{(Password is null ? "" : $"PGPASSWORD={Shell(Password)} ")}psql {Shell(UriOf("postgresql", password: null))}";

    public string Psycopg => $"psycopg.connect(\"{Uri}\")";

    public string SqlAlchemy => $"sqlalchemy.create_engine(\"{UriOf("postgresql+psycopg", Password)}\")";

    public string Jdbc => $"jdbc:postgresql://{Places}/{Escaped(Address.Database)}?{Query([("user", Address.User), ("password", Password), ("sslmode", Address.SslMode)])}";

    public string Odbc
    {
        get
        {
            var password = Password is null ? "" : $"Pwd={{{Password.Replace("}", "}}", StringComparison.Ordinal)}}};";
            var mode = Address.SslMode is null ? "" : $"SSLmode={Address.SslMode};";
            var port = Address.Port.ToString(CultureInfo.InvariantCulture);
            return $"Driver={{PostgreSQL Unicode(x64)}};Server={Address.Host};Port={port};Database={Address.Database};Uid={Address.User};{password}{mode}";
        }
    }

    string UriOf(string scheme, string? password)
    {
        var isSocket = Address.Host.StartsWith('/');
        var user = Escaped(Address.User) + (password is null ? "" : $":{Escaped(password)}");
        var query = Query([("host", isSocket ? Address.Host : null), ("sslmode", Address.SslMode)]);
        return $"{scheme}://{user}@{(isSocket ? "" : Places)}/{Escaped(Address.Database)}{(query.Length > 0 ? "?" : "")}{query}";
    }

    // Several servers are written with a comma between them, each with a port of its own or the common one.
    string Places => string.Join(',', Address.Host.Split(',').Select(host => HasPort(host) ? host : string.Create(CultureInfo.InvariantCulture, $"{Bracketed(host)}:{Address.Port}")));

    static bool HasPort(string host) => host.Split(':') is [_, { Length: > 0 } port] && port.All(char.IsAsciiDigit);

    static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;

    static string Query((string Name, string? Value)[] parts) => string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Escaped(part.Value!)}"));

    static string Escaped(string text) => System.Uri.EscapeDataString(text);

    static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    static string? Setting(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
