using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>Reads an `http` block strictly.</summary>
static partial class HttpOriginReader
{
    const int LeastStatus = 200;
    const int MostStatus = 499;

    // They are the request's own, or would hold a secret.
    static readonly string[] Reserved = ["authorization", "proxy-authorization", "cookie", "host", "connection", "content-length", "content-type", "transfer-encoding", "accept-encoding", "if-none-match", "if-modified-since"];

    public static HttpOrigin Read(YamlBlock block)
    {
        var isPrivate = ReceiverKeys.MayBePrivate(block);
        var nothing = block.Find("nothing_yet");
        var origin = new HttpOrigin(Url(block.Require("url"), isPrivate) ?? "")
        {
            Query = Fields(block.Find("query"), isTemplate: true),
            Headers = Fields(block.Find("headers"), isTemplate: false),
            Body = Body(block.Find("body")),
            Auth = Auth(block.Find("auth")),
            Pages = Pages(block.Find("pages")),
            Rows = block.Find("rows")?.Text(),
            Format = block.Find("format")?.Choice<FileFormat>(),
            NothingYet = nothing is null ? null : Statuses(nothing),
            NothingYetWhenEmpty = nothing is not null && nothing.Items().Any(IsEmpty),
            Timeout = OriginKeys.Duration(block.Find("timeout")),
            Within = OriginKeys.Duration(block.Find("within")),
            Attempts = OriginKeys.Count(block.Find("attempts"), HttpSchema.MostAttempts),
            Redirects = Redirects(block.Find("redirects")),
            Megabytes = OriginKeys.Count(block.Find("response_mb"), HttpSchema.MostMegabytes),
            TotalMegabytes = OriginKeys.Count(block.Find("total_mb"), HttpSchema.MostTotalMegabytes),
            AllowPrivate = isPrivate,
        };
        WarnOfNoPeriod(block, origin);
        NeedJson(block, origin);
        block.Close();
        return origin;
    }

    static string? Url(YamlValue? value, bool isPrivate)
    {
        var text = ReceiverKeys.WebAddress(value, isPrivate);
        Check(value, text, isJson: false);
        if (text is not null && text.Contains('#', StringComparison.Ordinal))
        {
            value!.Problem("`url` holds a '#', and what follows it is never sent.", "Leave it out, or write %23.");
        }

        return text;
    }

    static void Check(YamlValue? value, string? text, bool isJson)
    {
        if (text is not null && PeriodTemplate.Unknown(text, isJson).FirstOrDefault() is { } unknown)
        {
            value!.Problem($"There is no placeholder {unknown}.", $"There are {PeriodTemplate.Placeholders}.");
        }
    }

    static List<HttpField>? Fields(YamlValue? value, bool isTemplate)
    {
        if (value?.Block(value.Name) is not { } block)
        {
            return null;
        }

        List<HttpField> fields = [];
        foreach (var (name, _, entry) in block.Entries)
        {
            var text = entry.Text();
            if (isTemplate)
            {
                Check(entry, text, isJson: false);
            }
            else if (!HeaderName.IsMatch(name) || Reserved.Contains(name.ToLowerInvariant()) || text?.Any(char.IsControl) == true)
            {
                entry.Problem($"`{name}` is no header that can be given here.", "What proves who asks is in `auth`; the rest of a request is made by itself.");
            }

            fields.Add(new(name, text ?? ""));
        }

        return fields;
    }

    static string? Body(YamlValue? value)
    {
        var text = value?.Text();
        try
        {
            using var json = text is null ? null : JsonDocument.Parse(PeriodTemplate.Fill(text, DataInterval.Parse("2026-01-01"), TimeZoneInfo.Utc, day => day));
        }
        catch (JsonException)
        {
            value!.Problem("`body` is no JSON.", "Write JSON, with placeholders for the period inside of its texts.");
        }

        return text;
    }

    static HttpAuth? Auth(YamlValue? value)
    {
        if (value?.Block("auth") is not { } block)
        {
            return null;
        }

        var scheme = block.Require("scheme")?.Choice<HttpAuthScheme>();
        var name = scheme switch
        {
            HttpAuthScheme.Basic => block.Require("user")?.Text(),
            HttpAuthScheme.Header => Header(block.Require("header")),
            _ => null,
        };
        var secret = OriginSecret.Variable(block.Require("secret_from"));
        block.Close();
        return scheme is null || secret is null ? null : new(scheme.Value, secret, name);
    }

    static string? Header(YamlValue? value)
    {
        var name = value?.Text();
        if (name is not null && (!HeaderName.IsMatch(name) || Reserved.Contains(name.ToLowerInvariant())))
        {
            value!.Problem($"'{name}' is no header for a secret.", "Name one such as X-Api-Key; `scheme: bearer` and `basic` write Authorization.");
        }

        return name;
    }

    static HttpPaging? Pages(YamlValue? value)
    {
        if (value?.Block("pages") is not { } block)
        {
            return null;
        }

        var by = block.Require("by")?.Choice<HttpPageBy>();
        var path = by is HttpPageBy.Cursor ? block.Require("path")?.Text() : by is HttpPageBy.Link ? block.Find("path")?.Text() : null;
        var parameter = by is HttpPageBy.Link or null ? null : block.Require("parameter")?.Text();
        var pages = new HttpPaging(by ?? HttpPageBy.Link, path, parameter)
        {
            First = by is HttpPageBy.Offset or HttpPageBy.Page ? block.Find("first")?.CountOrNone() : null,
            More = block.Find("more")?.Text(),
            EndStatuses = block.Find("end_statuses") is { } statuses ? Statuses(statuses) : null,
            Most = OriginKeys.Count(block.Find("most"), HttpSchema.MostPages),
        };
        block.Close();
        return by is null ? null : pages;
    }

    static List<int> Statuses(YamlValue list)
    {
        List<int> statuses = [];
        foreach (var item in list.Items().Where(item => !(item.Name == "nothing_yet" && IsEmpty(item))))
        {
            if (item.Count() is { } status)
            {
                statuses.Add(status);
                if (status is < LeastStatus or > MostStatus or LeastStatus)
                {
                    item.Problem($"{status} says no such thing.", string.Create(CultureInfo.InvariantCulture, $"Use a status from {LeastStatus + 1} to {MostStatus}, such as 404."));
                }
            }
        }

        return statuses;
    }

    static bool IsEmpty(YamlValue item) => item.IsText && item.Text() == OriginKeys.Empty;

    static int? Redirects(YamlValue? value)
    {
        var count = value?.CountOrNone();
        if (count > HttpSchema.MostRedirects)
        {
            value!.Problem($"`redirects` is {count}.", $"It must be at most {HttpSchema.MostRedirects}.");
        }

        return count;
    }

    static void WarnOfNoPeriod(YamlBlock block, HttpOrigin origin)
    {
        if (block.Find("url") is { } url && !(origin.Query ?? []).Select(field => field.Value).Append(origin.Url).Append(origin.Body ?? "").Any(PeriodTemplate.IsDated))
        {
            url.Warn("Each period asks for the same.", $"Where the API gives what it has of a period, say which: there are {PeriodTemplate.Placeholders}.");
        }
    }

    static void NeedJson(YamlBlock block, HttpOrigin origin)
    {
        if (origin.Format is not (null or FileFormat.Json) && (origin.Rows is not null || origin.Pages is { } pages && Paging.NeedsJson(pages)))
        {
            block.Find("format")!.Problem($"`rows`, and pages by anything but the Link header, are of JSON.", "Say `format: json`, or leave them out.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\z")]
    static partial Regex HeaderName { get; }
}
