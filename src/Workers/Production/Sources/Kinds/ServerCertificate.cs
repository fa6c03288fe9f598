using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>Says of a certificate that is refused whose it is and why.</summary>
static class ServerCertificate
{
    /// <summary>Throws <see cref="AuthenticationException"/> where it is refused.</summary>
    /// <param name="byName">Whether it has to be for the server's name, or only from somebody who is trusted.</param>
    public static RemoteCertificateValidationCallback Check(bool byName) => (_, certificate, chain, found) =>
    {
        var errors = byName ? found : found & ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return errors is SslPolicyErrors.None ? true : throw new AuthenticationException(Refusal(certificate, chain, errors));
    };

    /// <summary>What was said of a certificate somewhere below an error; null where it was not that.</summary>
    public static string? RefusalIn(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException { Message: var message } && message.StartsWith(Begins, StringComparison.Ordinal))
            {
                return message;
            }
        }

        return null;
    }

    const string Begins = "The server's certificate";

    static string Refusal(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return $"{Begins} is missing.";
        }

        var reasons = (chain?.ChainStatus ?? []).Select(status => status.Status.ToString()).Append(errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another name" : null)
            .OfType<string>().Distinct();
        return $"{Begins} ({certificate.Subject}, issued by {certificate.Issuer}, valid until {DateOnly.FromDateTime(((X509Certificate2)certificate).NotAfter.ToUniversalTime()):yyyy-MM-dd}) "
            + $"is refused: {string.Join(", ", reasons)}.";
    }
}
