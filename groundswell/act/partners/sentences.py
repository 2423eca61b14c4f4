"""What those who run an initiative are told of its board, in each language."""

SENTENCES = {
    "A partner has an idea": {
        "de": "Ein Partner hat eine Idee",
        "fr": "Un partenaire a une idée",
        "es": "Un socio tiene una idea",
        "it": "Un partner ha un’idea",
        "nl": "Een partner heeft een idee",
        "ar": "لدى شريك فكرة",
        "he": "לשותף יש רעיון",
    },
    "{n} ideas of partners": {
        "de": ("1 Idee von Partnern", "{n} Ideen von Partnern"),
        "fr": ("1 idée de partenaires", "{n} idées de partenaires"),
        "es": ("1 idea de socios", "{n} ideas de socios"),
        "it": ("1 idea dei partner", "{n} idee dei partner"),
        "nl": ("1 idee van partners", "{n} ideeën van partners"),
        "ar": ("فكرة واحدة من الشركاء", "فكرتان من الشركاء", "{n} أفكار من الشركاء", "{n} فكرة من الشركاء", "{n} فكرة من الشركاء"),
        "he": ("רעיון אחד משותפים", "שני רעיונות משותפים", "{n} רעיונות משותפים"),
    },
    "A partner finished what was asked": {
        "de": "Ein Partner hat eine Aufgabe erledigt",
        "fr": "Un partenaire a terminé ce qui lui était demandé",
        "es": "Un socio ha terminado lo que se le pidió",
        "it": "Un partner ha finito ciò che gli era stato chiesto",
        "nl": "Een partner heeft een opdracht af",
        "ar": "أنهى شريك ما طُلب منه",
        "he": "שותף סיים את מה שהתבקש",
    },
    "{n} things are done": {
        "de": ("1 Aufgabe ist erledigt", "{n} Aufgaben sind erledigt"),
        "fr": ("1 tâche est terminée", "{n} tâches sont terminées"),
        "es": ("1 tarea terminada", "{n} tareas terminadas"),
        "it": ("1 compito finito", "{n} compiti finiti"),
        "nl": ("1 opdracht is af", "{n} opdrachten zijn af"),
        "ar": ("أُنجزت مهمة واحدة", "أُنجزت مهمتان", "أُنجزت {n} مهام", "أُنجزت {n} مهمة", "أُنجزت {n} مهمة"),
        "he": ("משימה אחת הושלמה", "שתי משימות הושלמו", "{n} משימות הושלמו"),
    },
}  # fmt: skip
