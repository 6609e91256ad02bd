import Documents

/// The few words that a page needs beside the ad, in the ad's language.
enum PageWords {
    /// The words by the names under which templates use them; English where the language has none here.
    static func words(for language: String) -> Members {
        let base = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        let row = table[base == "no" ? "nb" : base] ?? english
        return Members(zip(names, row).map { ($0, .text($1)) })
    }

    /// The names under which templates use the words.
    static let names = ["wordApply", "wordApplyByMail", "wordAbout", "wordFacts"]

    private static let english = ["Apply", "Apply by e-mail", "About the job", "At a glance"]

    private static let table: [String: [String]] = [
        "en": english,
        "de": ["Bewerben", "Per E-Mail bewerben", "Zur Stelle", "Auf einen Blick"],
        "fr": ["Postuler", "Postuler par e-mail", "Le poste", "En bref"],
        "es": ["Solicitar", "Solicitar por correo electrónico", "Sobre el puesto", "En resumen"],
        "it": ["Candidati", "Candidati via e-mail", "La posizione", "In breve"],
        "nl": ["Solliciteren", "Per e-mail solliciteren", "Over de functie", "In het kort"],
        "pt": ["Candidatar-se", "Candidatar-se por e-mail", "Sobre a vaga", "Em resumo"],
        "sv": ["Ansök", "Ansök via e-post", "Om jobbet", "I korthet"],
        "da": ["Ansøg", "Ansøg via e-mail", "Om jobbet", "Kort fortalt"],
        "nb": ["Søk", "Søk på e-post", "Om stillingen", "Kort fortalt"],
        "pl": ["Aplikuj", "Aplikuj e-mailem", "O stanowisku", "W skrócie"],
        "ja": ["応募する", "メールで応募する", "仕事について", "概要"],
        "zh": ["申请", "通过电子邮件申请", "职位介绍", "概览"],
    ]
}
