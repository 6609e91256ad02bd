extension PageWords {
    /// The label of a fact on a page, in the ad's language or else in English; nil for a kind that has none.
    ///
    /// Kinds: place, pay, employment, hours, workplace, start, applyBy, department, reference.
    static func label(_ kind: String, language: String) -> String? {
        guard let place = kinds.firstIndex(of: kind) else { return nil }
        let base = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        return (labels[base == "no" ? "nb" : base] ?? labels["en"])?[place]
    }

    private static let kinds = [
        "place", "pay", "employment", "hours", "workplace", "start", "applyBy", "department", "reference",
    ]

    private static let labels: [String: [String]] = [
        "en": ["Place", "Pay", "Contract", "Hours", "Workplace", "Start", "Apply by", "Department", "Reference"],
        "de": [
            "Ort", "Gehalt", "Vertrag", "Arbeitszeit", "Arbeitsplatz", "Beginn", "Bewerben bis", "Abteilung",
            "Kennziffer",
        ],
        "fr": [
            "Lieu", "Salaire", "Contrat", "Horaires", "Lieu de travail", "Début", "Postuler avant le", "Service",
            "Référence",
        ],
        "es": [
            "Lugar", "Salario", "Contrato", "Jornada", "Modalidad", "Inicio", "Plazo", "Departamento", "Referencia",
        ],
        "it": [
            "Luogo", "Retribuzione", "Contratto", "Orario", "Modalità", "Inizio", "Scadenza", "Reparto", "Riferimento",
        ],
        "nl": [
            "Plaats", "Salaris", "Contract", "Uren", "Werkplek", "Start", "Solliciteren tot", "Afdeling", "Kenmerk",
        ],
        "pt": [
            "Local", "Salário", "Contrato", "Horário", "Modalidade", "Início", "Prazo", "Departamento", "Referência",
        ],
        "sv": [
            "Ort", "Lön", "Anställning", "Arbetstid", "Arbetsplats", "Start", "Sök senast", "Avdelning", "Referens",
        ],
        "da": [
            "Sted", "Løn", "Ansættelse", "Arbejdstid", "Arbejdsplads", "Start", "Ansøg senest", "Afdeling", "Reference",
        ],
        "nb": [
            "Sted", "Lønn", "Ansettelse", "Arbeidstid", "Arbeidssted", "Oppstart", "Søk innen", "Avdeling", "Referanse",
        ],
        "pl": [
            "Miejsce", "Wynagrodzenie", "Umowa", "Wymiar", "Tryb pracy", "Początek", "Aplikuj do", "Dział", "Numer",
        ],
        "ja": ["勤務地", "給与", "雇用形態", "勤務時間", "働き方", "開始", "応募締切", "部署", "求人番号"],
        "zh": ["地点", "薪资", "合同", "工时", "工作方式", "入职", "截止日期", "部门", "编号"],
    ]
}
