using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using Npgsql;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>How the server is reached: to the address that was checked, by the certificate of the name.</summary>
static class PostgresConnection
{
    const string Application = "EventedPipelines";

    // In seconds, from the first packet to the last of signing in.
    const int LongestOpening = 15;

    // Where the server is on a socket of this host, its path begins so.
    const char Folder = '/';

    /// <summary>One that is not pooled, and what of it must not be shown.</summary>
    /// <exception cref="StepFailedException">The secret is missing, or the host is not to be reached.</exception>
    public static async Task<(NpgsqlDataSource Source, IReadOnlyList<string> Secrets)> OfAsync(PostgresOrigin origin, string place, CancellationToken cancellationToken)
    {
        var (settings, secrets) = Settings(origin, place);
        var host = settings.Host ?? "";
        if (host.Contains(',', StringComparison.Ordinal) || host.Length == 0)
        {
            throw Failure.Permanent(place, "The connection names no one host.", "Name one host.");
        }

        if (!origin.AllowPrivate && (host[0] == Folder || settings.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA)))
        {
            throw Failure.Permanent(place, "The server would be asked without a look at its certificate.", "Use `tls: verify_full`; less is for a private network, which `allow_private: true` says.");
        }

        if (host[0] != Folder)
        {
            settings.Host = string.Join(',', (await AddressesAsync(host, origin, place, cancellationToken)).Select(address => new IPEndPoint(address, settings.Port)));
        }

        var certificate = Verified(settings, host, place);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (certificate is not null)
        {
            builder.UseSslClientAuthenticationOptionsCallback(certificate);
        }

        return (builder.Build(), secrets);
    }

    /// <summary>
    /// How its certificate is looked at, by the name and not the address; null where it is not. Npgsql leaves that to others only where it is told to look at none.
    /// </summary>
    static Action<SslClientAuthenticationOptions>? Verified(NpgsqlConnectionStringBuilder settings, string host, string place)
    {
        if (settings.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA))
        {
            return null;
        }

        var (byName, root, looksUp) = (settings.SslMode is SslMode.VerifyFull, Roots(settings.RootCertificate, place), settings.CheckCertificateRevocation);
        (settings.SslMode, settings.RootCertificate, settings.CheckCertificateRevocation) = (SslMode.Require, null, false);
        return options =>
        {
            options.TargetHost = host;
            options.RemoteCertificateValidationCallback = ServerCertificate.Check(byName);
            options.CertificateChainPolicy = new() { RevocationMode = looksUp ? X509RevocationMode.Online : X509RevocationMode.NoCheck };
            if (root is not null)
            {
                options.CertificateChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                options.CertificateChainPolicy.CustomTrustStore.AddRange(root);
            }
        };
    }

    static X509Certificate2Collection? Roots(string? path, string place)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(path);
            return roots;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Failure.Permanent(place, $"The root certificate {path} cannot be read: {error.Message}", "Correct `Root Certificate` of the connection string: it names a file in PEM.", error);
        }
    }

    /// <summary>Connected, or gone when the token says so: Npgsql looks at it between the server's messages only, and one that says nothing sends none.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var opening = source.OpenConnectionAsync(cancellationToken).AsTask();
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            DisposeWhenOpen(opening);
            throw;
        }
    }

    // It ends by its own limit.
    static void DisposeWhenOpen(Task<NpgsqlConnection> opening) =>
        opening.ContinueWith(opened => opened.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    static async Task<IPAddress[]> AddressesAsync(string host, PostgresOrigin origin, string place, CancellationToken cancellationToken)
    {
        try
        {
            return await OriginAddress.OfAsync(host, origin.AllowPrivate, cancellationToken);
        }
        catch (StepFailedException failed)
        {
            throw new StepFailedException(failed.Error with { Place = place }, failed);
        }
    }

    static (NpgsqlConnectionStringBuilder Settings, IReadOnlyList<string> Secrets) Settings(PostgresOrigin origin, string place)
    {
        var secret = (origin.ConnectionFrom ?? origin.SecretFrom) is { } variable ? OriginSecret.Of(variable, place) : null;
        var settings = origin.ConnectionFrom is { } from ? Parsed(secret!, from, place) : new NpgsqlConnectionStringBuilder
        {
            Host = origin.Host,
            Port = origin.Port ?? PostgresOrigin.UsualPort,
            Database = origin.Database,
            Username = origin.User,
            Password = secret,
        };
        if (origin.Tls is not null || !settings.ContainsKey("SSL Mode"))
        {
            settings.SslMode = ModeOf(origin.Tls ?? PostgresTls.VerifyFull);
        }

        settings.ApplicationName = Application;
        settings.Pooling = false;
        settings.Multiplexing = false;
        settings.Enlist = false;
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;

        settings.Timeout = LongestOpening;

        // The fetch's own limit holds.
        settings.CommandTimeout = 0;
        return (settings, [.. new[] { secret, settings.Password }.OfType<string>().Where(text => text.Length > 0).Distinct()]);
    }

    static NpgsqlConnectionStringBuilder Parsed(string text, string variable, string place)
    {
        try
        {
            return new(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            // What the error says may repeat the secret.
            throw Failure.Permanent(place, $"The environment variable {variable} holds no connection string.", "Write it as Npgsql has it: Host=...;Database=...;Username=...;Password=...");
        }
    }

    static SslMode ModeOf(PostgresTls tls) => tls switch
    {
        PostgresTls.VerifyFull => SslMode.VerifyFull,
        PostgresTls.VerifyCa => SslMode.VerifyCA,
        PostgresTls.Require => SslMode.Require,
        PostgresTls.Prefer => SslMode.Prefer,
        _ => SslMode.Disable,
    };
}
