"""Every channel that is connected by people, one line each. A new channel is a folder and a line here."""

from .calls import receive as calls
from .connections.channel import Channel
from .crm import files as customers
from .crm import hubspot, salesforce
from .email import by_token, mailbox
from .helpdesks import chatwoot, help_scout, intercom, zendesk
from .reviews import app_store, feeds, google, google_play, trustpilot
from .sms import gateway, twilio
from .surveytools import delighted, formbricks, surveymonkey, typeform

KINDS: dict[str, tuple[Channel, ...]] = {
    "Letters, texts and calls": (
        mailbox.CHANNEL,
        by_token.MICROSOFT,
        by_token.GOOGLE,
        twilio.CHANNEL,
        gateway.CHANNEL,
        calls.CHANNEL,
        calls.CHAT,
    ),
    "Reviews and public places": (
        trustpilot.CHANNEL,
        google.CHANNEL,
        app_store.CHANNEL,
        google_play.CHANNEL,
        feeds.CHANNEL,
    ),
    "Help desks and chat": (
        zendesk.CHANNEL,
        intercom.CHANNEL,
        help_scout.CHANNEL,
        chatwoot.CHANNEL,
    ),
    "Survey tools": (
        delighted.CHANNEL,
        surveymonkey.CHANNEL,
        typeform.CHANNEL,
        formbricks.CHANNEL,
        formbricks.HUB,
    ),
    "Customer systems": (
        hubspot.CHANNEL,
        salesforce.CHANNEL,
        customers.CHANNEL,
    ),
}
CHANNELS: dict[str, Channel] = {channel.code: channel for kind in KINDS.values() for channel in kind}
