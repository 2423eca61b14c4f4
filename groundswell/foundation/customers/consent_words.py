"""The usual words that customers say yes to, where nobody wrote others."""

from collections.abc import Mapping
from types import MappingProxyType

from .models import Purpose

USUAL: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        Purpose.ASKING: {
            "en": "Now and then, ask me how it was. I can stop this at any time.",
            "de": "Fragen Sie mich ab und zu, wie es war. Ich kann das jederzeit beenden.",
            "fr": "Demandez-moi de temps en temps comment cela s’est passé. Je peux arrêter à tout moment.",
            "es": "Pregúntenme de vez en cuando cómo fue. Puedo dejarlo en cualquier momento.",
            "it": "Ogni tanto, chiedetemi com’è andata. Posso smettere in qualsiasi momento.",
            "nl": "Vraag mij af en toe hoe het was. Ik kan dit op elk moment stoppen.",
            "ar": "اسألوني من حين إلى آخر كيف كانت تجربتي. يمكنني إيقاف ذلك في أي وقت.",
            "he": "שאלו אותי מדי פעם איך היה. אפשר להפסיק זאת בכל עת.",
        },
        Purpose.CONTACT: {
            "en": "Answer what I say, and tell me what became of it. I can stop this at any time.",
            "de": "Antworten Sie auf das, was ich sage, und sagen Sie mir, was daraus wurde. Ich kann das jederzeit beenden.",
            "fr": "Répondez à ce que je dis et dites-moi ce qui en est advenu. Je peux arrêter à tout moment.",
            "es": "Respondan a lo que digo y cuéntenme qué fue de ello. Puedo dejarlo en cualquier momento.",
            "it": "Rispondete a ciò che dico e ditemi che cosa ne è stato. Posso smettere in qualsiasi momento.",
            "nl": "Antwoord op wat ik zeg en vertel mij wat ermee gebeurd is. Ik kan dit op elk moment stoppen.",
            "ar": "أجيبوا عما أقوله وأخبروني بما آل إليه. يمكنني إيقاف ذلك في أي وقت.",
            "he": "השיבו על מה שאני אומר, וספרו לי מה קרה עם זה. אפשר להפסיק זאת בכל עת.",
        },
        Purpose.ADVOCACY: {
            "en": "I speak for you where I agreed to. I can stop this at any time.",
            "de": "Ich spreche für Sie, wo ich zugestimmt habe. Ich kann das jederzeit beenden.",
            "fr": "Je parle pour vous là où je l’ai accepté. Je peux arrêter à tout moment.",
            "es": "Hablo por ustedes donde lo acepté. Puedo dejarlo en cualquier momento.",
            "it": "Parlo per voi dove l’ho accettato. Posso smettere in qualsiasi momento.",
            "nl": "Ik spreek voor u waar ik daarmee instemde. Ik kan dit op elk moment stoppen.",
            "ar": "أتحدث باسمكم حيث وافقت على ذلك. يمكنني إيقاف ذلك في أي وقت.",
            "he": "אני מדבר בשמכם במקומות שהסכמתי להם. אפשר להפסיק זאת בכל עת.",
        },
    }
)
