/// Headings over the sections of a description, worded in the ad's language.
enum SectionHeadings {
    /// The words over a section; nil where none are customary or the language is not known.
    static func words(_ section: String, language: String) -> String? {
        let base = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        guard let row = table[base == "no" ? "nb" : base] else { return nil }
        switch section {
        case "duties": return row.duties
        case "requirements": return row.requirements
        case "benefits": return row.benefits
        default: return nil
        }
    }

    private struct Row {
        let duties: String
        let requirements: String
        let benefits: String

        init(_ duties: String, _ requirements: String, _ benefits: String) {
            self.duties = duties
            self.requirements = requirements
            self.benefits = benefits
        }
    }

    private static let table: [String: Row] = [
        "en": Row("What you will do", "What you bring", "What we offer"),
        "de": Row("Ihre Aufgaben", "Ihr Profil", "Wir bieten"),
        "fr": Row("Vos missions", "Votre profil", "Nous offrons"),
        "es": Row("Funciones", "Requisitos", "Qué ofrecemos"),
        "it": Row("Mansioni", "Requisiti", "Cosa offriamo"),
        "nl": Row("Wat je gaat doen", "Wat je meebrengt", "Wat we bieden"),
        "pt": Row("Funções", "Requisitos", "O que oferecemos"),
        "sv": Row("Dina arbetsuppgifter", "Din profil", "Vi erbjuder"),
        "da": Row("Dine opgaver", "Din profil", "Vi tilbyder"),
        "nb": Row("Arbeidsoppgaver", "Kvalifikasjoner", "Vi tilbyr"),
        "pl": Row("Zakres obowiązków", "Wymagania", "Oferujemy"),
        "ja": Row("仕事内容", "応募資格", "待遇・福利厚生"),
        "zh": Row("工作职责", "任职要求", "我们提供"),
    ]
}
