"""Every channel that is connected by people, one line each. A new channel is a folder and a line here."""

from .calls import receive as calls
from .connections.channel import Channel
from .crm import files as customers
from .crm import hubspot, salesforce
from .email import mailbox
from .helpdesks import chatwoot, help_scout, intercom, zendesk
from .reviews import app_store, feeds, google, google_play, trustpilot
from .sms import gateway, twilio
from .surveytools import delighted, formbricks, surveymonkey, typeform

CHANNELS: dict[str, Channel] = {
    channel.code: channel
    for channel in (
        mailbox.CHANNEL,
        app_store.CHANNEL,
        google_play.CHANNEL,
        google.CHANNEL,
        trustpilot.CHANNEL,
        feeds.CHANNEL,
        zendesk.CHANNEL,
        intercom.CHANNEL,
        help_scout.CHANNEL,
        chatwoot.CHANNEL,
        twilio.CHANNEL,
        gateway.CHANNEL,
        typeform.CHANNEL,
        delighted.CHANNEL,
        surveymonkey.CHANNEL,
        formbricks.CHANNEL,
        formbricks.HUB,
        calls.CHANNEL,
        calls.CHAT,
        customers.CHANNEL,
        hubspot.CHANNEL,
        salesforce.CHANNEL,
    )
}
