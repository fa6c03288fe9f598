using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Tests;

/// <summary>The shipped kinds of channels by their stored names, as tests call them.</summary>
static class ChannelKinds
{
    extension(ChannelKind)
    {
        public static ChannelKind Email => new("Email");

        public static ChannelKind Slack => new("Slack");

        public static ChannelKind Webhook => new("Webhook");
    }
}

/// <summary>And of ticketing systems.</summary>
static class TicketingKinds
{
    extension(TicketingKind)
    {
        public static TicketingKind GitHub => new("GitHub");

        public static TicketingKind Jira => new("Jira");

        public static TicketingKind Webhook => new("Webhook");
    }
}

/// <summary>And of checks; the others are in Domain.</summary>
static class CheckKinds
{
    extension(CheckKind)
    {
        public static CheckKind NotNull => new("NotNull");

        public static CheckKind NonNegative => new("NonNegative");

        public static CheckKind Unique => new("Unique");

        public static CheckKind Reconciliation => new("Reconciliation");

        public static CheckKind Schema => new("Schema");

        public static CheckKind AcceptedValues => new("AcceptedValues");

        public static CheckKind RowCount => new("RowCount");

        public static CheckKind Freshness => new("Freshness");

        public static CheckKind Custom => new("Custom");

        public static CheckKind Anomaly => new("Anomaly");
    }
}
