namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>The keys of an `http` block for editors.</summary>
static class HttpSchema
{
    public const int MostMegabytes = 1000;
    public const int MostTotalMegabytes = 100_000;
    public const int MostPages = 100_000;
    public const int MostRedirects = 20;
    public const int MostAttempts = 10;

    public static string Text { get; } = $$"""
        {
          "properties": {
            "url": { "description": "Where is asked; https, or http with allow_private. {first}, {last}, {next} (the day after the last), {date:yyyy-MM-dd}, {first_at} and {next_at} stand for the period.", "type": "string", "minLength": 1, "pattern": "^https?://" },
            "query": { "description": "Query parameters, with the same placeholders; what they hold is encoded.", "type": "object", "minProperties": 1, "additionalProperties": { "type": ["string", "number", "boolean"] } },
            "headers": { "description": "Headers without any secret.", "type": "object", "minProperties": 1, "additionalProperties": { "type": ["string", "number", "boolean"] } },
            "body": { "description": "JSON to post, with the same placeholders; without it the request is a GET.", "type": "string", "minLength": 1 },
            "auth": {
              "description": "By what a request proves who asks. It goes to the url's own host alone.",
              "type": "object",
              "properties": {
                "scheme": { "description": "bearer: an Authorization header. basic: with a user. header: one of its own.", "enum": ["bearer", "basic", "header"] },
                "user": { "description": "Of basic authentication.", "type": "string", "minLength": 1 },
                "header": { "description": "The header that holds the secret.", "type": "string", "minLength": 1 },
                "secret_from": {{OriginSecret.Schema("the token, password or key")}}
              },
              "required": ["scheme", "secret_from"],
              "additionalProperties": false
            },
            "pages": {
              "description": "How the next page is found; without it one answer holds all.",
              "type": "object",
              "properties": {
                "by": { "description": "link: the Link header, or the URL at path. cursor: what stands at path. offset: the rows so far. page: its number.", "enum": ["link", "cursor", "offset", "page"] },
                "path": { "description": "Where the JSON names the next URL or cursor, as names with dots between them.", "type": "string", "minLength": 1 },
                "parameter": { "description": "The query parameter that takes the cursor, offset or number.", "type": "string", "minLength": 1 },
                "first": {{OriginKeys.CountSchema("The first page's number or offset. Default: 1 and 0.", least: 0)}},
                "more": { "description": "Where the JSON says whether there is another page.", "type": "string", "minLength": 1 },
                "end_statuses": { "description": "Statuses that say that there is no such page any more.", "type": "array", "minItems": 1, "items": { "type": "integer", "minimum": 201, "maximum": 499 } },
                "most": {{OriginKeys.CountSchema("More pages than these are an error. Default: 1000.", most: MostPages)}}
              },
              "required": ["by"],
              "additionalProperties": false
            },
            "rows": { "description": "Where the list of rows stands in the JSON, as names with dots between them. Default: the answer is the list.", "type": "string", "minLength": 1 },
            "format": { "description": "Default: by the content type or the URL's ending.", "enum": ["json", "jsonl", "csv", "parquet"] },
            "nothing_yet": { "description": "How the API says that there is nothing yet: statuses, and empty for a first page without rows. Default: 204.", "type": "array", "minItems": 1, "items": { "anyOf": [{ "const": "empty" }, { "type": "integer", "minimum": 201, "maximum": 499 }] } },
            "timeout": {{OriginKeys.DurationSchema("How long one request may take. Default: PT1M.")}},
            "within": {{OriginKeys.DurationSchema("How long all of them may take together. Default: PT15M.")}},
            "attempts": {{OriginKeys.CountSchema("How often a request is made that is not answered, or asked to come later. Default: 4.", most: MostAttempts)}},
            "redirects": {{OriginKeys.CountSchema("How many redirects are followed. Default: 5.", least: 0, most: MostRedirects)}},
            "response_mb": {{OriginKeys.CountSchema("How large one answer may be, also unpacked. Default: 100.", most: MostMegabytes)}},
            "total_mb": {{OriginKeys.CountSchema("How large all of them may be together. Default: 1000.", most: MostTotalMegabytes)}},
            "allow_private": { "description": "Whether the API may be in a private network or on this host. Default: false.", "type": "boolean" }
          },
          "required": ["url"]
        }
        """;
}
