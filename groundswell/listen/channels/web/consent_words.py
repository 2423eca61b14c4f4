"""Our own words on the pages about consent, in every language that the pages for customers speak."""

from groundswell.listen.surveys.languages import usual_word

WORDS: dict[str, dict[str, str]] = {
    "title": {"en": "What you allow us", "de": "Was Sie uns erlauben", "fr": "Ce que vous nous permettez", "es": "Lo que nos permite", "it": "Che cosa ci permette", "nl": "Wat u ons toestaat", "ar": "ما تسمح لنا به", "he": "מה מותר לנו"},
    "any_time": {"en": "You may change this at any time.", "de": "Sie können das jederzeit ändern.", "fr": "Vous pouvez changer cela à tout moment.", "es": "Puede cambiarlo en cualquier momento.", "it": "Può cambiarlo in qualsiasi momento.", "nl": "U kunt dit op elk moment veranderen.", "ar": "يمكنك تغيير ذلك في أي وقت.", "he": "אפשר לשנות זאת בכל עת."},
    "kept": {"en": "Kept. It holds from now on.", "de": "Gespeichert. Es gilt ab jetzt.", "fr": "Enregistré. Cela vaut dès maintenant.", "es": "Guardado. Vale desde ahora.", "it": "Salvato. Vale da adesso.", "nl": "Bewaard. Het geldt vanaf nu.", "ar": "حُفظ. يسري من الآن.", "he": "נשמר. בתוקף מעכשיו."},
    "keep": {"en": "Keep this", "de": "So speichern", "fr": "Enregistrer", "es": "Guardar", "it": "Salva", "nl": "Bewaren", "ar": "حفظ", "he": "שמירה"},
    "nothing": {"en": "Stop everything", "de": "Alles beenden", "fr": "Tout arrêter", "es": "Dejarlo todo", "it": "Fermare tutto", "nl": "Alles stoppen", "ar": "إيقاف كل شيء", "he": "להפסיק הכול"},
    "email": {"en": "E-mail", "de": "E-Mail", "fr": "E-mail", "es": "Correo electrónico", "it": "E-mail", "nl": "E-mail", "ar": "البريد الإلكتروني", "he": "דואר אלקטרוני"},
    "text": {"en": "Text message", "de": "SMS", "fr": "SMS", "es": "SMS", "it": "SMS", "nl": "Sms", "ar": "رسالة نصية", "he": "הודעת טקסט"},
    "phone": {"en": "Telephone", "de": "Telefon", "fr": "Téléphone", "es": "Teléfono", "it": "Telefono", "nl": "Telefoon", "ar": "الهاتف", "he": "טלפון"},
    "post": {"en": "Post", "de": "Post", "fr": "Courrier", "es": "Correo postal", "it": "Posta", "nl": "Post", "ar": "البريد", "he": "דואר"},
    "stop_asking": {"en": "Stop asking you by e-mail?", "de": "Sie nicht mehr per E-Mail fragen?", "fr": "Ne plus vous interroger par e-mail ?", "es": "¿Dejar de preguntarle por correo?", "it": "Non chiederle più nulla per e-mail?", "nl": "U niets meer vragen per e-mail?", "ar": "هل نتوقف عن سؤالك بالبريد الإلكتروني؟", "he": "להפסיק לשאול אותך בדואר אלקטרוני?"},
    "stop_writing": {"en": "Stop writing to you?", "de": "Ihnen nicht mehr schreiben?", "fr": "Ne plus vous écrire ?", "es": "¿Dejar de escribirle?", "it": "Non scriverle più?", "nl": "U niet meer schrijven?", "ar": "هل نتوقف عن الكتابة إليك؟", "he": "להפסיק לכתוב לך?"},
    "stopped_asking": {"en": "We ask you nothing more by e-mail", "de": "Wir fragen Sie nichts mehr per E-Mail", "fr": "Nous ne vous interrogeons plus par e-mail", "es": "Ya no le preguntamos nada por correo", "it": "Non le chiediamo più nulla per e-mail", "nl": "We vragen u niets meer per e-mail", "ar": "لن نسألك بعد الآن بالبريد الإلكتروني", "he": "לא נשאל אותך עוד בדואר אלקטרוני"},
    "stopped_writing": {"en": "We write to you no more", "de": "Wir schreiben Ihnen nicht mehr", "fr": "Nous ne vous écrivons plus", "es": "Ya no le escribimos", "it": "Non le scriviamo più", "nl": "We schrijven u niet meer", "ar": "لن نكتب إليك بعد الآن", "he": "לא נכתוב לך עוד"},
    "stop": {"en": "Stop", "de": "Beenden", "fr": "Arrêter", "es": "Dejarlo", "it": "Ferma", "nl": "Stoppen", "ar": "إيقاف", "he": "הפסקה"},
    "choose": {"en": "Choose what you get", "de": "Wählen, was Sie bekommen", "fr": "Choisir ce que vous recevez", "es": "Elegir lo que recibe", "it": "Scegliere che cosa riceve", "nl": "Kies wat u krijgt", "ar": "اختر ما يصلك", "he": "לבחור מה לקבל"},
    "about_you": {"en": "What we hold about you", "de": "Was wir über Sie haben", "fr": "Ce que nous avons sur vous", "es": "Lo que tenemos sobre usted", "it": "Che cosa abbiamo su di lei", "nl": "Wat we over u hebben", "ar": "ما نحتفظ به عنك", "he": "מה יש לנו עליך"},
    "know": {"en": "What do you hold about me?", "de": "Was haben Sie über mich?", "fr": "Qu’avez-vous sur moi ?", "es": "¿Qué tienen sobre mí?", "it": "Che cosa avete su di me?", "nl": "Wat hebt u over mij?", "ar": "ماذا تحتفظون به عني؟", "he": "מה יש לכם עליי?"},
    "erase": {"en": "Delete everything about me", "de": "Alles über mich löschen", "fr": "Supprimer tout ce qui me concerne", "es": "Borrar todo sobre mí", "it": "Cancellare tutto su di me", "nl": "Alles over mij verwijderen", "ar": "احذفوا كل ما يخصني", "he": "למחוק הכול עליי"},
    "asked": {"en": "We have your wish and answer by", "de": "Ihr Wunsch ist angekommen. Wir antworten bis zum", "fr": "Nous avons votre demande et répondons avant le", "es": "Tenemos su petición y respondemos antes del", "it": "Abbiamo la sua richiesta e rispondiamo entro il", "nl": "We hebben uw wens en antwoorden voor", "ar": "وصلنا طلبك وسنجيب قبل", "he": "בקשתך התקבלה ונענה עד"},
}  # fmt: skip


def consent_words(language: str) -> dict[str, str]:
    """All of them in one language that ``spoken_here`` gave, with the door for complaints."""
    return {name: texts[language] for name, texts in WORDS.items()} | {
        "complain": usual_word("complain", language)
    }
