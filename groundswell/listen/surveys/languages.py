"""Languages of the answer page: which one, in which direction, and the few words that are ours."""

import re
from collections.abc import Mapping

from .definition import Definition

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ku-arab", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)

WORDS: dict[str, dict[str, str]] = {
    "send": {"en": "Send", "de": "Senden", "fr": "Envoyer", "es": "Enviar", "it": "Invia", "nl": "Versturen", "ar": "إرسال", "he": "שליחה"},
    "next": {"en": "Next", "de": "Weiter", "fr": "Suivant", "es": "Siguiente", "it": "Avanti", "nl": "Volgende", "ar": "التالي", "he": "הבא"},
    "back": {"en": "Back", "de": "Zurück", "fr": "Retour", "es": "Atrás", "it": "Indietro", "nl": "Terug", "ar": "رجوع", "he": "חזרה"},
    "confirm": {"en": "Confirm", "de": "Bestätigen", "fr": "Confirmer", "es": "Confirmar", "it": "Conferma", "nl": "Bevestigen", "ar": "تأكيد", "he": "אישור"},
    "send_now": {"en": "Send now, skip the rest", "de": "Jetzt senden, Rest überspringen", "fr": "Envoyer maintenant", "es": "Enviar ahora", "it": "Invia ora", "nl": "Nu versturen", "ar": "أرسل الآن", "he": "לשלוח עכשיו"},
    "optional": {"en": "you may leave this empty", "de": "freiwillig", "fr": "facultatif", "es": "opcional", "it": "facoltativo", "nl": "mag leeg blijven", "ar": "اختياري", "he": "לא חובה"},
    "thanks": {"en": "Thank you", "de": "Danke", "fr": "Merci", "es": "Gracias", "it": "Grazie", "nl": "Dank u", "ar": "شكراً لك", "he": "תודה"},
    "received": {
        "en": "Your answer is with the people who can act on it.", "de": "Ihre Antwort ist bei denen, die etwas tun können.",
        "fr": "Votre réponse est entre de bonnes mains.", "es": "Su respuesta está con quienes pueden actuar.",
        "it": "La sua risposta è arrivata a chi può agire.", "nl": "Uw antwoord is bij de mensen die er iets mee doen.",
        "ar": "وصلت إجابتك إلى من يستطيع العمل بها.", "he": "תשובתך הגיעה למי שיכול לפעול.",
    },
    "again": {"en": "Start again", "de": "Von vorn beginnen", "fr": "Recommencer", "es": "Empezar de nuevo", "it": "Ricomincia", "nl": "Opnieuw beginnen", "ar": "ابدأ من جديد", "he": "להתחיל מחדש"},
    "change": {"en": "Change {0} to {1}", "de": "{0} durch {1} ersetzen", "fr": "Remplacer {0} par {1}", "es": "Cambiar {0} por {1}", "it": "Cambia {0} in {1}", "nl": "Verander {0} in {1}", "ar": "تغيير {0} إلى {1}", "he": "לשנות {0} ל־{1}"},
    "keep": {"en": "Keep {0}", "de": "Bei {0} bleiben", "fr": "Garder {0}", "es": "Dejar {0}", "it": "Mantieni {0}", "nl": "{0} laten staan", "ar": "الإبقاء على {0}", "he": "להשאיר {0}"},
    "so_far": {
        "en": "You said {0} before. Go on, or go back to change it.", "de": "Sie haben vorhin {0} gewählt. Machen Sie weiter, oder gehen Sie zurück, um es zu ändern.",
        "fr": "Vous avez déjà choisi {0}. Continuez, ou revenez en arrière pour changer.", "es": "Antes eligió {0}. Siga, o vuelva atrás para cambiarlo.",
        "it": "Prima ha scelto {0}. Continui, oppure torni indietro per cambiare.", "nl": "U koos eerder {0}. Ga verder, of ga terug om het te veranderen.",
        "ar": "اخترت {0} من قبل. تابع، أو ارجع لتغييره.", "he": "בחרת קודם {0}. אפשר להמשיך, או לחזור כדי לשנות.",
    },
    "both": {
        "en": "Other words were written here meanwhile. Both stand below: change them as you like, then go on.",
        "de": "Inzwischen wurde hier schon etwas anderes geschrieben. Beides steht unten: Ändern Sie es nach Belieben, dann weiter.",
        "fr": "Entre-temps, d’autres mots ont été écrits ici. Les deux figurent ci-dessous : modifiez-les à votre gré, puis continuez.",
        "es": "Mientras tanto se escribieron aquí otras palabras. Ambas están abajo: cámbielas como quiera y siga.",
        "it": "Nel frattempo qui sono state scritte altre parole. Sono entrambe qui sotto: le cambi come vuole, poi prosegua.",
        "nl": "Intussen zijn hier andere woorden geschreven. Beide staan hieronder: pas ze aan zoals u wilt en ga dan verder.",
        "ar": "كُتبت هنا كلمات أخرى في هذه الأثناء. كلاهما في الأسفل: غيّرها كما تشاء ثم تابع.",
        "he": "בינתיים נכתבו כאן מילים אחרות. שתיהן מופיעות למטה: אפשר לשנות אותן כרצונך ואז להמשיך.",
    },
    "closed": {"en": "This survey is closed. Thank you.", "de": "Diese Umfrage ist beendet. Danke.", "fr": "Cette enquête est terminée. Merci.", "es": "Esta encuesta está cerrada. Gracias.", "it": "Questo sondaggio è chiuso. Grazie.", "nl": "Deze enquête is gesloten. Dank u.", "ar": "انتهى هذا الاستبيان. شكراً لك.", "he": "הסקר הסתיים. תודה."},
    "used": {"en": "You have answered already. Thank you.", "de": "Sie haben schon geantwortet. Danke.", "fr": "Vous avez déjà répondu. Merci.", "es": "Ya ha respondido. Gracias.", "it": "Ha già risposto. Grazie.", "nl": "U hebt al geantwoord. Dank u.", "ar": "لقد أجبت من قبل. شكراً لك.", "he": "כבר ענית. תודה."},
    "gone": {"en": "Nothing more to answer", "de": "Nichts mehr zu beantworten", "fr": "Plus rien à répondre", "es": "Nada más que responder", "it": "Niente più da rispondere", "nl": "Niets meer te beantwoorden", "ar": "لا شيء للإجابة عنه", "he": "אין על מה לענות"},
    "lost": {"en": "This link leads nowhere", "de": "Dieser Link führt nirgendwohin", "fr": "Ce lien ne mène nulle part", "es": "Este enlace no lleva a ningún sitio", "it": "Questo link non porta da nessuna parte", "nl": "Deze link leidt nergens heen", "ar": "هذا الرابط لا يؤدي إلى شيء", "he": "הקישור הזה לא מוביל לשום מקום"},
    "lost_more": {
        "en": "It may have been cut off on its way. Copy the whole link from our message, or tell us here what is on your mind.",
        "de": "Vielleicht wurde er unterwegs abgeschnitten. Kopieren Sie den ganzen Link aus unserer Nachricht, oder sagen Sie uns hier, was Sie beschäftigt.",
        "fr": "Il a peut-être été coupé en route. Copiez le lien entier depuis notre message, ou dites-nous ici ce qui vous préoccupe.",
        "es": "Quizá se cortó por el camino. Copie el enlace entero de nuestro mensaje o díganos aquí lo que le preocupa.",
        "it": "Forse è stato tagliato lungo la strada. Copi l’intero link dal nostro messaggio, oppure ci dica qui che cosa c’è.",
        "nl": "Misschien is hij onderweg afgekapt. Kopieer de hele link uit ons bericht, of zeg ons hier wat u dwarszit.",
        "ar": "ربما انقطع في الطريق. انسخ الرابط كاملاً من رسالتنا، أو أخبرنا هنا بما يشغلك.",
        "he": "אולי הוא נקטע בדרך. אפשר להעתיק את הקישור המלא מההודעה שלנו, או לספר לנו כאן מה מעסיק אותך.",
    },
    "gone_more": {"en": "If something is still on your mind, tell us here.", "de": "Wenn Sie noch etwas beschäftigt, sagen Sie es uns hier.", "fr": "Si quelque chose vous préoccupe encore, dites-le-nous ici.", "es": "Si algo le preocupa todavía, díganoslo aquí.", "it": "Se c’è ancora qualcosa, ce lo dica qui.", "nl": "Zit u nog iets dwars? Zeg het ons hier.", "ar": "إن كان لديك أمر آخر فأخبرنا هنا.", "he": "אם משהו עדיין מטריד אותך, אפשר לספר לנו כאן."},
    "close": {"en": "Close", "de": "Schließen", "fr": "Fermer", "es": "Cerrar", "it": "Chiudi", "nl": "Sluiten", "ar": "إغلاق", "he": "סגירה"},
    "why": {"en": "Tell us why", "de": "Sagen Sie uns, warum", "fr": "Dites-nous pourquoi", "es": "Díganos por qué", "it": "Ci dica perché", "nl": "Vertel ons waarom", "ar": "أخبرنا لماذا", "he": "לספר לנו למה"},
    "complain": {"en": "Make a complaint", "de": "Beschwerde einreichen", "fr": "Faire une réclamation", "es": "Presentar una queja", "it": "Presentare un reclamo", "nl": "Een klacht indienen", "ar": "تقديم شكوى", "he": "הגשת תלונה"},
    "choose": {"en": "Choose one of these.", "de": "Bitte wählen Sie.", "fr": "Choisissez une réponse.", "es": "Elija una opción.", "it": "Scelga una risposta.", "nl": "Kies een antwoord.", "ar": "اختر إجابة.", "he": "יש לבחור תשובה."},
    "number": {"en": "Choose a number on the scale.", "de": "Bitte wählen Sie eine Zahl.", "fr": "Choisissez un chiffre.", "es": "Elija un número.", "it": "Scelga un numero.", "nl": "Kies een cijfer.", "ar": "اختر رقماً.", "he": "יש לבחור מספר."},
    "write": {"en": "Write a few words.", "de": "Bitte schreiben Sie etwas.", "fr": "Écrivez quelques mots.", "es": "Escriba unas palabras.", "it": "Scriva qualche parola.", "nl": "Schrijf een paar woorden.", "ar": "اكتب بضع كلمات.", "he": "יש לכתוב כמה מילים."},
    "form": {"en": "Write it in the form that is asked for.", "de": "Bitte in der verlangten Form.", "fr": "Respectez la forme demandée.", "es": "Use el formato que se pide.", "it": "Usi il formato richiesto.", "nl": "Gebruik de gevraagde vorm.", "ar": "اكتبها بالصيغة المطلوبة.", "he": "יש לכתוב בתבנית המבוקשת."},
    "long": {"en": "That is too long. Shorten it.", "de": "Das ist zu lang. Bitte kürzen.", "fr": "C’est trop long.", "es": "Es demasiado largo.", "it": "È troppo lungo.", "nl": "Dat is te lang.", "ar": "النص طويل جداً.", "he": "הטקסט ארוך מדי."},
}  # fmt: skip


def spoken_here(wishes: list[str]) -> str:
    """The first wish that our own words are spoken in, where no survey is; English otherwise."""
    known = WORDS["send"]
    return next((base for wish in wishes if (base := wish.split("-")[0].lower()) in known), "en")


def is_spoken_here(language: str) -> bool:
    """Whether our own words are there in a language."""
    return language in WORDS["send"] or language.split("-")[0] in WORDS["send"]


def is_right_to_left(language: str) -> bool:
    return language.lower() in RIGHT_TO_LEFT or language.split("-")[0].lower() in RIGHT_TO_LEFT


def choose_language(definition: Definition, wishes: list[str]) -> str:
    """The first wish that the survey speaks, else its first language."""
    spoken = {one.lower(): one for one in definition.languages}
    for wish in wishes:
        wished = wish.lower()
        for candidate in (wished, wished.split("-")[0]):
            if candidate in spoken:
                return spoken[candidate]
        near = next((one for low, one in spoken.items() if low.split("-")[0] == wished.split("-")[0]), None)
        if near:
            return near
    return definition.languages[0]


def words_of(definition: Definition, language: str) -> Mapping[str, str]:
    """The words that are ours; the survey may bring its own, for any language."""
    own = definition.words
    return {name: own.get(name, {}).get(language) or usual_word(name, language) for name in WORDS}


def usual_word(name: str, language: str) -> str:
    """Our own word in a language; English where we do not speak it."""
    texts = WORDS[name]
    return texts.get(language) or texts.get(language.split("-")[0]) or texts["en"]
