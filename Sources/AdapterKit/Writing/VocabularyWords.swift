/// The words of a role's closed vocabularies as people read them, in the ad's language.
public enum VocabularyWords: Sendable {
    /// The words for a role's own word, or for a board's code of the same letters such as `FULL_TIME`.
    ///
    /// Several with commas between them are each looked up; nil where one of them is unknown. A language without a
    /// vocabulary here has the English one.
    public static func words(for text: String, language: String) -> String? {
        let base = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        let table = vocabulary[base == "no" ? "nb" : base] ?? english
        let parts = text.split(separator: ",").map { letters($0) }
        let found = parts.compactMap { part in places[part].map { table[$0] } }
        guard let first = found.first, found.count == parts.count else { return nil }
        // Nouns keep their capital where the language writes them so.
        let rest = found.dropFirst().map { base == "de" && $0.first != "U" && $0.first != "B" ? $0 : lowered($0) }
        return ([first] + rest).joined(separator: ", ")
    }

    private static func letters(_ text: Substring) -> String { text.lowercased().filter(\.isLetter) }

    private static func lowered(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

    private static let places = Dictionary(
        uniqueKeysWithValues: [
            "permanent", "contract", "temporary", "internship", "apprenticeship", "volunteer", "per-diem", "full-time",
            "part-time", "either", "on-site", "hybrid", "remote", "as-soon-as-possible",
        ].enumerated().map { (letters($1[...]), $0) }
    )

    private static let english = [
        "Permanent", "Contract", "Temporary", "Internship", "Apprenticeship", "Volunteer work", "Per diem",
        "Full-time", "Part-time", "Full-time or part-time", "On site", "Hybrid", "Remote", "As soon as possible",
    ]

    private static let vocabulary: [String: [String]] = [
        "en": english,
        "de": [
            "Unbefristet", "Freie Mitarbeit", "Befristet", "Praktikum", "Ausbildung", "Ehrenamt", "Auf Abruf",
            "Vollzeit", "Teilzeit", "Vollzeit oder Teilzeit", "Vor Ort", "Hybrid", "Remote", "So bald wie möglich",
        ],
        "fr": [
            "Durée indéterminée", "Indépendant", "Durée déterminée", "Stage", "Apprentissage", "Bénévolat",
            "À la journée", "Temps plein", "Temps partiel", "Temps plein ou partiel", "Sur site", "Hybride",
            "À distance", "Dès que possible",
        ],
        "es": [
            "Indefinido", "Autónomo", "Temporal", "Prácticas", "Aprendizaje", "Voluntariado", "Por días",
            "Jornada completa", "Jornada parcial", "Jornada completa o parcial", "Presencial", "Híbrido", "Remoto",
            "Lo antes posible",
        ],
        "it": [
            "Tempo indeterminato", "Collaborazione", "Tempo determinato", "Tirocinio", "Apprendistato",
            "Volontariato", "A giornata", "Tempo pieno", "Part-time", "Tempo pieno o part-time", "In sede", "Ibrido",
            "Da remoto", "Il prima possibile",
        ],
        "nl": [
            "Vast", "Freelance", "Tijdelijk", "Stage", "Leerwerkplek", "Vrijwilligerswerk", "Op oproep", "Voltijd",
            "Deeltijd", "Voltijd of deeltijd", "Op locatie", "Hybride", "Op afstand", "Zo snel mogelijk",
        ],
        "pt": [
            "Sem termo", "Prestação de serviços", "Temporário", "Estágio", "Aprendizagem", "Voluntariado", "Por dia",
            "Tempo integral", "Tempo parcial", "Tempo integral ou parcial", "Presencial", "Híbrido", "Remoto",
            "Assim que possível",
        ],
        "sv": [
            "Tillsvidare", "Konsultuppdrag", "Tidsbegränsad", "Praktik", "Lärlingsplats", "Ideellt", "Per dag",
            "Heltid", "Deltid", "Heltid eller deltid", "På plats", "Hybrid", "Distans", "Så snart som möjligt",
        ],
        "da": [
            "Fast", "Freelance", "Midlertidig", "Praktik", "Læreplads", "Frivilligt", "Pr. dag", "Fuldtid", "Deltid",
            "Fuldtid eller deltid", "På stedet", "Hybrid", "Hjemmefra", "Hurtigst muligt",
        ],
        "nb": [
            "Fast", "Oppdrag", "Midlertidig", "Praksis", "Læreplass", "Frivillig", "Per dag", "Heltid", "Deltid",
            "Heltid eller deltid", "På stedet", "Hybrid", "Hjemmefra", "Snarest mulig",
        ],
        "pl": [
            "Na czas nieokreślony", "Kontrakt", "Na czas określony", "Staż", "Praktyki zawodowe", "Wolontariat",
            "Na dniówki", "Pełny etat", "Część etatu", "Pełny etat lub część etatu", "Na miejscu", "Hybrydowo",
            "Zdalnie", "Jak najszybciej",
        ],
        "ja": [
            "無期雇用", "業務委託", "有期雇用", "インターン", "見習い", "ボランティア", "日雇い", "フルタイム", "パートタイム",
            "フルタイムまたはパートタイム", "出社", "ハイブリッド", "リモート", "できるだけ早く",
        ],
        "zh": [
            "长期", "合同工", "临时", "实习", "学徒", "志愿者", "按日", "全职", "兼职", "全职或兼职", "现场办公", "混合办公",
            "远程", "尽快",
        ],
    ]
}
