using System.Globalization;
using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Api.Compensation;

/// <summary>A month's ledger of holiday duty: lines in the order they were booked, what they sum to, and whether it is paid out.</summary>
public sealed record CompensationView(
    Slice Period, bool IsClosed, DateTimeOffset? ClosedAt, string? ClosedBy, IReadOnlyList<PayLine> Items, IReadOnlyList<PayTotal> Totals, decimal Total, string? Currency, long Version)
{
    public static string PathOf(Slice period) => $"/api/v1/compensation?period={period}";

    public static CompensationView Of(Slice period, PayPeriod? ledger) => new(
        period, ledger?.IsClosed is true, ledger?.Closed?.ClosedAt, ledger?.Closed?.Actor, ledger?.Lines ?? [],
        [.. (ledger?.Lines ?? []).GroupBy(line => line.Engineer).OrderBy(lines => lines.Key, StringComparer.Ordinal).Select(lines =>
            new PayTotal(lines.Key, lines.First().Name, lines.Sum(line => line.Hours), lines.Sum(line => line.Amount)))],
        ledger?.Total ?? 0, ledger?.Lines.FirstOrDefault()?.Currency, ledger?.Version ?? 0);
}

public sealed record PayTotal(string Engineer, string Name, decimal Hours, decimal Amount);

/// <summary>The ledger as a file for whoever pays.</summary>
public static class CompensationCsv
{
    const string Header = "line_id,engineer,name,day,holidays,block,from,to,hours,rate,multiplier,amount,currency,reverses,reason,evidence";

    public static string Of(CompensationView ledger) => string.Concat(ledger.Items.Select(LineOf).Prepend(Header).Select(line => $"{line}\r\n"));

    static string LineOf(PayLine line) => Csv.Line(
        line.LineId.ToString(), line.Engineer, line.Name, line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join(' ', line.Holidays),
        Text(line.Block), Instant(line.From), Instant(line.To), Text(line.Hours), Text(line.Rate), Text(line.Multiplier), Text(line.Amount), line.Currency, line.Reverses?.ToString() ?? "",
        line.Reason ?? "", string.Join(' ', line.Evidence));

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
