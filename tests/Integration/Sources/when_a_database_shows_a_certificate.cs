using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventedPipelines.Cli.Homes;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Homes;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Sources;

/// <summary>A server of the test's own whose certificate nobody trusts, for the name localhost.</summary>
public sealed class when_a_database_shows_a_certificate : IAsyncLifetime
{
    readonly Fetching _fetching = new();
    readonly TemporaryHome _folder = TemporaryHome.Create();
    readonly Home _home;
    PrivatePostgres? _server;
    string _certificate = "";

    public when_a_database_shows_a_certificate() => _home = _folder.OpenAndLock();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");
        _server = await PrivatePostgres.StartAsync(_home, _ => { }, default);
        await ShowAsync();
    }

    [Fact]
    public async Task one_that_nobody_trusts_is_named_with_the_reason()
    {
        var error = await _fetching.RefusalAsync(Origin("localhost", "VerifyFull"));
        error.Message.ShouldStartWith("The server's certificate (CN=orders.shop.example, issued by CN=orders.shop.example, valid until ");
        error.Message.ShouldContain("UntrustedRoot");
        error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task one_that_is_trusted_is_held_against_the_name_and_not_the_address_that_it_is_reached_at()
    {
        (await _fetching.RefusalAsync(Origin("127.0.0.1", $"VerifyFull;Root Certificate={_certificate}"))).Message.ShouldContain("it is for another name");
        (await _fetching.LinesAsync(Origin("localhost", $"VerifyFull;Root Certificate={_certificate}"))).ShouldBe(["""{"is_encrypted":"true"}"""]);
    }

    [Fact]
    public async Task one_that_is_not_looked_at_encrypts_all_the_same() =>
        (await _fetching.LinesAsync(Origin("localhost", "VerifyFull") with { Tls = PostgresTls.Require })).ShouldBe(["""{"is_encrypted":"true"}"""]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _home.Dispose();
        _folder.Dispose();
        _fetching.Dispose();
    }

    PostgresOrigin Origin(string host, string mode)
    {
        var connection = new NpgsqlConnectionStringBuilder(_server!.SuperuserConnectionString) { Host = host };
        Environment.SetEnvironmentVariable(_fetching.Variable, $"{connection.ConnectionString};SSL Mode={mode}");
        return new("select ssl as is_encrypted from pg_stat_ssl where pid = pg_backend_pid()") { ConnectionFrom = _fetching.Variable, AllowPrivate = true };
    }

    async Task ShowAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=orders.shop.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = Path.Combine(_home.Folder, "root.crt");
        await File.WriteAllTextAsync(_certificate, certificate.ExportCertificatePem());

        await using var connection = new NpgsqlConnection(_server!.SuperuserConnectionString);
        await connection.OpenAsync();
        await CopyAsync(connection, "server.crt", certificate.ExportCertificatePem());
        await CopyAsync(connection, "server.key", key.ExportPkcs8PrivateKeyPem());
        foreach (var statement in (string[])["alter system set ssl = on", "select pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    // As the server's own user, who alone may read the key.
    static async Task CopyAsync(NpgsqlConnection connection, string file, string pem)
    {
        await using var copy = new NpgsqlCommand($"copy (select unnest(string_to_array('{pem}', E'\\n'))) to program 'cat > {file} && chmod 600 {file}'", connection);
        await copy.ExecuteNonQueryAsync();
    }
}
