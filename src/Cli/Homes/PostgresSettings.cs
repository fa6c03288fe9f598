using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace EventedPipelines.Cli.Homes;

/// <summary>How the private server is configured and reached (performance.md 3.7, 5.5).</summary>
static partial class PostgresSettings
{
    /// <summary>pg_ctl's options. No value has a space or a quote in it, because pg_ctl hands them to a shell.</summary>
    internal static string Options(int port, bool lz4) => string.Join(' ', new[]
    {
        $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
        "fsync=on", "synchronous_commit=on", "max_wal_size=4GB", $"wal_compression={(lz4 ? "lz4" : "on")}",
        "shared_buffers=256MB", "random_page_cost=1.1", "jit=off", "max_connections=200",
        "timezone=UTC", "log_timezone=UTC", "log_destination=stderr", "logging_collector=off",
    }.Select(setting => $"-c {setting}"));

    internal static string ConnectionString(int port, string role, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = role,
        Password = password,
        Database = database,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        MaxPoolSize = 30,
        Timeout = 5,
        KeepAlive = 30,
        TcpKeepAlive = true,
        // Loopback: asking for encryption would cost a round trip each, and the answer is no.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>The port of the last start where nobody has taken it since, because readers keep it in their settings; else a free one.</summary>
    internal static int PortOf(string dataFolder)
    {
        var options = Path.Combine(dataFolder, "postmaster.opts");
        var last = File.Exists(options) ? PortOption.Match(File.ReadAllText(options)).Groups[1].Value : "";
        return int.TryParse(last, CultureInfo.InvariantCulture, out var port) && IsFree(port) ? port : FreePort();
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\bport=(\d+)")]
    static partial Regex PortOption { get; }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
