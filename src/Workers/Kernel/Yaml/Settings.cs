namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>What `evented.yml` says. Values that could not be read are empty; the load is refused then anyway.</summary>
sealed record Settings(string Name, string Zone, string Data, string Currency)
{
    public const string File = "evented.yml";

    const string DefaultZone = "UTC";
    const string DefaultData = "data";

    public static Settings Read(WorkspaceFiles files)
    {
        if (files.Yaml(File, "a workspace", new(File, 1)) is not { } root)
        {
            return new("", DefaultZone, DefaultData, "");
        }

        var settings = new Settings(
            root.Require("name")?.Text() ?? "",
            ZoneOf(root.Find("zone"), DefaultZone),
            root.Find("data") is { } data ? data.Text() ?? DefaultData : DefaultData,
            CurrencyOf(root.Require("currency"), ""));
        root.Close();
        return settings;
    }

    public static string ZoneOf(YamlValue? value, string unlessGiven)
    {
        if (value?.Text() is not { } zone)
        {
            return unlessGiven;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
        {
            value.Problem($"There is no time zone '{zone}'.", "Use a name of the IANA database, such as 'UTC' or 'Europe/Berlin'.");
        }

        return zone;
    }

    public static string CurrencyOf(YamlValue? value, string unlessGiven)
    {
        var currency = value?.Text() ?? unlessGiven;
        if (value is not null && currency.Length > 0 && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            value.Problem($"'{currency}' is no currency.", "Use a code of ISO 4217, such as 'USD'.");
        }

        return currency;
    }
}
