/// Titles that name more than one role.
enum RoleWords {
    /// Whether a title names several roles.
    ///
    /// It does when it says so, or when parts of it end in names of different trades: "Chef, Waiter", but neither
    /// "Koch/Köchin" nor "Sales and Marketing Manager".
    static func areSeveral(in text: String) -> Bool {
        if statements.contains(where: { WordSearch.contains($0, in: text) }) { return true }
        var parts = [text]
        for separator in [
            " / ", " | ", ", ", "; ", " or ", " oder ", " ou ", " o ", " eller ", "、", "／", " & ", " and ", " und ",
            " et ",
        ] {
            parts = parts.flatMap { split($0, separator) }
        }
        guard parts.count > 1 else { return false }
        let trades = parts.compactMap(trade)
        guard let first = trades.first else { return false }
        return trades.contains { !isVariant($0, first) }
    }

    private static func split(_ text: String, _ separator: String) -> [String] {
        var parts: [String] = []
        var rest = text[...]
        while let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }

    /// The name of the trade that a part ends with, or begins with in languages that put it first.
    private static func trade(of part: String) -> String? {
        let bare = part.prefix { $0 != "(" }
        let words = WordSearch.words(of: String(bare))
        for word in [words.last, words.first].compactMap({ $0 }) {
            if trades.contains(where: { word == $0 || $0.count > 5 && word.hasSuffix($0) || word == $0 + "s" }) {
                return word
            }
        }
        return unspaced.first { bare.hasSuffix($0) }
    }

    /// Whether two names are forms of one, such as those of men and women.
    private static func isVariant(_ left: String, _ right: String) -> Bool {
        let left = left.map { umlauts[$0] ?? $0 }
        let right = right.map { umlauts[$0] ?? $0 }
        let common = zip(left, right).prefix { $0 == $1 }.count
        return common >= min(4, left.count, right.count) || left == right
    }

    /// Forms for women often change the vowel: Koch, Köchin.
    private static let umlauts: [Character: Character] = ["ä": "a", "ö": "o", "ü": "u"]

    private static let statements = [
        "multiple positions", "several positions", "various roles", "multiple roles", "verschiedene stellen",
        "mehrere stellen",
        "plusieurs postes", "varios puestos", "複数職種", "多个职位",
    ]

    private static let unspaced = ["エンジニア", "デザイナー", "マネージャー", "営業", "事務", "看護師", "工程师", "设计师", "经理", "销售"]

    private static let trades: Set<String> = [
        "engineer", "developer", "designer", "manager", "nurse", "driver", "assistant", "analyst", "consultant", "cook",
        "chef",
        "waiter", "waitress", "teacher", "technician", "accountant", "electrician", "plumber", "carpenter", "cleaner",
        "receptionist", "bartender", "cashier", "welder", "mechanic", "recruiter", "architect", "administrator",
        "entwickler", "entwicklerin", "ingenieur", "ingenieurin", "verkäufer", "verkäuferin", "fahrer", "fahrerin",
        "koch",
        "köchin", "kellner", "kellnerin", "pfleger", "pflegerin", "techniker", "technikerin", "berater", "beraterin",
        "elektriker", "maler", "maurer", "schreiner", "buchhalter", "buchhalterin", "lehrer", "lehrerin", "mechaniker",
        "ingénieur", "ingénieure", "développeur", "développeuse", "vendeur", "vendeuse", "cuisinier", "cuisinière",
        "serveur",
        "serveuse", "infirmier", "infirmière", "comptable", "chauffeur", "professeur", "conseiller", "conseillère",
        "ingeniero", "ingeniera", "camarero", "camarera", "cocinero", "cocinera", "enfermero", "enfermera", "conductor",
    ]
}
