using EventedPipelines.Domain.Notifications;
using EventedPipelines.Domain.Requests;

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
