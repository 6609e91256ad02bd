/// Words for kinds of employment in short texts.
enum EmploymentWords {
    /// The first such word or phrase, or nil.
    ///
    /// Names of roles, such as "intern" or "contract manager", are none.
    static func find(in text: String) -> String? { phrases.first { WordSearch.contains($0, in: text) } }

    private static let phrases = [
        "full-time", "full time", "fulltime", "part-time", "part time", "parttime", "permanent position", "(permanent)",
        "(contract)", "(temporary)", "fixed-term", "fixed term", "zero hours", "vollzeit", "teilzeit", "unbefristet",
        "befristet", "minijob", "mini-job", "festanstellung", "temps plein", "temps partiel", "temps complet", "cdi",
        "cdd",
        "(intérim)", "tiempo completo", "jornada completa", "media jornada", "tiempo parcial", "tempo pieno",
        "part-time",
        "tempo indeterminato", "tempo determinato", "voltijd", "deeltijd", "fulltijd", "período integral",
        "meio período",
        "heltid", "deltid", "fuldtid", "pełny etat", "pół etatu", "正社員", "契約社員", "派遣社員", "アルバイト", "パート",
        "全职", "兼职", "정규직", "계약직",
    ]
}
