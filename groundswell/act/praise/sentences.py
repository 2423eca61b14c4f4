"""What somebody is told of thanks, in each language."""

SENTENCES = {
    "A colleague thanks me": {
        "de": "Dank von Kollegen",
        "fr": "Remerciements de collègues",
        "es": "Agradecimientos de colegas",
        "it": "Ringraziamenti di colleghi",
        "nl": "Dank van collega’s",
        "ar": "شكر من الزملاء",
        "he": "תודות מעמיתים",
    },
    "{n} colleagues thanked you": {
        "de": ("1 Kollege hat Ihnen gedankt", "{n} Kollegen haben Ihnen gedankt"),
        "fr": ("1 collègue vous a remercié", "{n} collègues vous ont remercié"),
        "es": ("1 colega le ha dado las gracias", "{n} colegas le han dado las gracias"),
        "it": ("1 collega L’ha ringraziata", "{n} colleghi L’hanno ringraziata"),
        "nl": ("1 collega bedankte u", "{n} collega’s bedankten u"),
        "ar": ("شكرك زميل واحد", "شكرك زميلان", "شكرك {n} زملاء", "شكرك {n} زميلًا", "شكرك {n} زميل"),
        "he": ("עמית אחד הודה לך", "שני עמיתים הודו לך", "{n} עמיתים הודו לך"),
    },
    "A colleague thanks you": {
        "de": "Jemand aus dem Kollegium dankt Ihnen",
        "fr": "Un collègue vous remercie",
        "es": "Un colega le da las gracias",
        "it": "Un collega La ringrazia",
        "nl": "Een collega bedankt u",
        "ar": "زميل يشكرك",
        "he": "עמית מודה לך",
    },
}  # fmt: skip
