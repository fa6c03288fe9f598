namespace EventedPipelines.Workers.Catalog.Receivers;

/// <summary>What a workspace says of a receiver of signed posts, which notifications and tickets have alike.</summary>
static class SignedPostKeys
{
    public const string Summary = "a signed post (Standard Webhooks) of a CloudEvent";

    public const string Documentation = "`url`, `secret_from`: the signing key, `whsec_` and base64";

    public static string Schema { get; } = $$"""
        {
          "properties": {
            "url": { "description": "Where is posted to; https, or http with allow_private.", "type": "string", "minLength": 1, "pattern": "^https?://" },
            "secret_from": {{ReceiverKeys.VariableSchema("the signing key, whsec_ and base64")}},
            "allow_private": {{ReceiverKeys.MayBePrivateSchema}}
          },
          "required": ["url", "secret_from"]
        }
        """;
}
