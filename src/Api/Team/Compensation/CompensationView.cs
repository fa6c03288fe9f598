using System.Globalization;
using System.Xml;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;

namespace EventedPipelines.Api.Team.Compensation;

/// <summary>
/// A month's ledger of holiday duty: lines in the order they were booked, what they sum to by engineer and by currency, and whether it is paid out.
/// <paramref name="Total"/> and <paramref name="Currency"/> are those of the first currency: there is a second only where the team's changed.
/// </summary>
public sealed record CompensationView(
    DataInterval Period,
    bool IsClosed,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    IReadOnlyList<PayLineView> Items,
    IReadOnlyList<PayTotal> Totals,
    IReadOnlyList<PaySum> Sums,
    decimal Total,
    string? Currency,
    long Version)
{
    public string State => IsClosed ? "closed" : "open";

    public static string PathOf(DataInterval period) => $"/api/v1/compensation?period={period}";

    public static CompensationView Of(DataInterval period, PayPeriod? ledger)
    {
        IReadOnlyList<PayLine> lines = ledger?.Lines ?? [];
        PaySum[] sums = [.. lines.GroupBy(line => line.Currency).Select(own => new PaySum(own.Key, own.Sum(line => line.Amount)))];
        return new(
            period, ledger?.IsClosed is true, ledger?.Closed?.ClosedAt, ledger?.Closed?.Actor, [.. lines.Select(PayLineView.Of)],
            [.. lines.GroupBy(line => (line.Engineer, line.Currency)).OrderBy(own => own.Key.Engineer, StringComparer.Ordinal).ThenBy(own => own.Key.Currency, StringComparer.Ordinal)
                .Select(own => PayTotal.Of([.. own]))],
            sums, sums.FirstOrDefault()?.Amount ?? 0, sums.FirstOrDefault()?.Currency, ledger?.Version ?? 0);
    }
}

/// <summary>A stretch of holiday duty, or a reversal of one, with the signs turned.</summary>
/// <param name="Duration">Exactly how long it was: what is paid.</param>
/// <param name="Hours">The same for a person to read, to 4 places.</param>
/// <param name="Amount">In cents: its part of what the block is worth.</param>
/// <param name="Evidence">What it rests on, each as `stream@version`.</param>
/// <param name="Reverses">The line that it takes back.</param>
/// <param name="Corrects">The line in whose place it is.</param>
/// <param name="Actor">Who booked it: `rota` where it was booked by plan and overrides.</param>
public sealed record PayLineView(
    Guid LineId,
    string Engineer,
    string Name,
    DateOnly Day,
    IReadOnlyList<string> Holidays,
    int Block,
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Duration,
    decimal Hours,
    decimal Rate,
    decimal Multiplier,
    decimal Amount,
    string Currency,
    IReadOnlyList<string> Evidence,
    Guid? Reverses,
    Guid? Corrects,
    string? Reason,
    string Actor)
{
    public static PayLineView Of(PayLine line) => new(
        line.LineId, line.Engineer, line.Name, line.Day, line.Holidays, line.Block, line.From, line.To, line.Duration, line.Hours, line.Rate, line.Multiplier, line.Amount, line.Currency,
        line.Evidence,
        line.Reverses, line.Corrects, line.Reason, line.BookedBy);
}

/// <summary>What one engineer is paid in a currency.</summary>
public sealed record PayTotal(string Engineer, string Name, TimeSpan Duration, decimal Hours, decimal Amount, string Currency)
{
    public static PayTotal Of(IReadOnlyList<PayLine> lines)
    {
        var duration = lines.Aggregate(TimeSpan.Zero, (sum, line) => sum + line.Duration);
        return new(
            lines[0].Engineer, lines[0].Name, duration, decimal.Round((decimal)duration.Ticks / TimeSpan.TicksPerHour, 4, MidpointRounding.AwayFromZero), lines.Sum(line => line.Amount),
            lines[0].Currency);
    }
}

public sealed record PaySum(string Currency, decimal Amount);

/// <summary>The ledger as a file for whoever pays: each line tells the state of the period and its total, so that a part of the file cannot be taken for all.</summary>
public static class CompensationCsv
{
    const string Header =
        "line_id,engineer,name,day,holidays,block,from,to,hours,rate,multiplier,amount,currency,reverses,reason,evidence,duration,corrects,actor,period,period_state,period_closed_at,period_closed_by,period_total";

    public static string Of(CompensationView ledger) => string.Concat(ledger.Items.Select(line => LineOf(line, ledger)).Prepend(Header).Select(line => $"{line}\r\n"));

    static string LineOf(PayLineView line, CompensationView ledger) => Csv.Line(
        line.LineId.ToString(), line.Engineer, line.Name, line.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join(' ', line.Holidays),
        Text(line.Block), Instant(line.From), Instant(line.To), Text(line.Hours), Text(line.Rate), Text(line.Multiplier), Money(line.Amount), line.Currency, line.Reverses?.ToString() ?? "",
        line.Reason ?? "", string.Join(' ', line.Evidence), XmlConvert.ToString(line.Duration), line.Corrects?.ToString() ?? "", line.Actor,
        ledger.Period.ToString(), ledger.State, ledger.ClosedAt is { } at ? Instant(at) : "", ledger.ClosedBy ?? "", Money(ledger.Sums.First(sum => sum.Currency == line.Currency).Amount));

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    static string Money(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
