"""What the desk tells, in each language."""

SENTENCES = {
    "Work lies with nobody since a colleague left": {
        "de": "Arbeit, für die nach dem Weggang einer Person niemand zuständig ist",
        "fr": "Travail sans responsable depuis le départ de quelqu’un",
        "es": "Trabajo sin responsable desde que alguien se fue",
        "it": "Lavoro senza responsabile da quando qualcuno è andato via",
        "nl": "Werk waarvoor niemand zorgt sinds iemand vertrok",
        "ar": "عمل بلا مسؤول منذ مغادرة زميل",
        "he": "עבודה שאין לה אחראי מאז שמישהו עזב",
    },
    "Work of {n} colleagues who left lies with nobody": {
        "de": ("Für die Arbeit von 1 ausgeschiedenen Person ist niemand zuständig", "Für die Arbeit von {n} ausgeschiedenen Personen ist niemand zuständig"),
        "fr": ("Le travail d’1 personne partie n’a plus de responsable", "Le travail de {n} personnes parties n’a plus de responsable"),
        "es": ("El trabajo de 1 persona que se fue no tiene responsable", "El trabajo de {n} personas que se fueron no tiene responsable"),
        "it": ("Il lavoro di 1 persona andata via non ha un responsabile", "Il lavoro di {n} persone andate via non ha un responsabile"),
        "nl": ("Voor het werk van 1 vertrokken collega zorgt niemand", "Voor het werk van {n} vertrokken collega’s zorgt niemand"),
        "ar": ("عمل زميل واحد غادر بلا مسؤول", "عمل زميلين غادرا بلا مسؤول", "عمل {n} زملاء غادروا بلا مسؤول", "عمل {n} زميلًا غادروا بلا مسؤول", "عمل {n} زميل غادروا بلا مسؤول"),
        "he": ("לעבודה של אדם אחד שעזב אין אחראי", "לעבודה של שני אנשים שעזבו אין אחראי", "לעבודה של {n} אנשים שעזבו אין אחראי"),
    },
    "Work of a colleague who left lies with nobody": {
        "de": "Für die Arbeit einer ausgeschiedenen Person ist niemand zuständig",
        "fr": "Le travail d’une personne partie n’a plus de responsable",
        "es": "El trabajo de una persona que se fue no tiene responsable",
        "it": "Il lavoro di una persona andata via non ha un responsabile",
        "nl": "Voor het werk van een vertrokken collega zorgt niemand",
        "ar": "عمل زميل غادر بلا مسؤول",
        "he": "לעבודה של אדם שעזב אין אחראי",
    },
    "Somebody you work with has left: say who takes their place": {
        "de": "Jemand, mit dem Sie arbeiten, ist gegangen: Sagen Sie, wer an die Stelle tritt",
        "fr": "Une personne avec qui vous travaillez est partie : dites qui la remplace",
        "es": "Alguien con quien trabaja se ha ido: diga quién ocupa su lugar",
        "it": "Una persona con cui lavora è andata via: dica chi ne prende il posto",
        "nl": "Iemand met wie u werkt is vertrokken: zeg wie de plaats inneemt",
        "ar": "غادر شخص تعمل معه: حدّد من يحلّ محلّه",
        "he": "מישהו שעובד איתך עזב: יש לומר מי בא במקומו",
    },
}  # fmt: skip
