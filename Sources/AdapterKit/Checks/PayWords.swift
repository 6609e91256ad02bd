/// Amounts of pay in short texts.
enum PayWords {
    /// The first amount, or nil.
    ///
    /// A number counts when a sign or code of a currency stands beside it, when it is two or three digits with `k`
    /// behind them, or when `per hour` and the like follows.
    static func amount(in text: String) -> String? {
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            guard characters[index].isNumber else {
                index += 1
                continue
            }
            let start = index
            while index < characters.count, characters[index].isNumber || isInside(characters, index) { index += 1 }
            let number = String(characters[start..<index])
            let before = word(endingAt: start, in: characters)
            let after = word(startingAt: index, in: characters)
            if signs.contains(String(before.suffix(1))) || codes.contains(before.uppercased()) {
                return "\(before) \(number)"
            }
            if signs.contains(String(after.prefix(1))) || codes.contains(after.uppercased()) {
                return "\(number) \(after)"
            }
            let digits = number.filter(\.isNumber).count
            if (2...3).contains(digits), after.lowercased() == "k" { return "\(number)\(after)" }
            if units.contains(where: { after.hasPrefix($0) }), !["元"].contains(after) || digits > 2 {
                return "\(number)\(after)"
            }
            if let period = periods.first(where: { follows($0, characters, index) }) { return "\(number) \(period)" }
        }
        return nil
    }

    private static func isInside(_ characters: [Character], _ index: Int) -> Bool {
        ".,'\u{A0}\u{202F}".contains(characters[index]) && index + 1 < characters.count
            && characters[index + 1].isNumber
    }

    private static func word(endingAt end: Int, in characters: [Character]) -> String {
        var index = end
        while index > 0, characters[index - 1].isWhitespace { index -= 1 }
        var word = ""
        while index > 0, !characters[index - 1].isWhitespace, !characters[index - 1].isNumber,
            characters[index - 1].isLetter || signs.contains(String(characters[index - 1]))
        {
            word = String(characters[index - 1]) + word
            index -= 1
        }
        return word
    }

    private static func word(startingAt start: Int, in characters: [Character]) -> String {
        var index = start
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        return String(characters[index...].prefix { $0.isLetter || signs.contains(String($0)) })
    }

    private static func follows(_ period: String, _ characters: [Character], _ index: Int) -> Bool {
        let rest = String(characters[index...].drop { $0.isWhitespace }).lowercased()
        guard rest.hasPrefix(period) else { return false }
        return !(rest.dropFirst(period.count).first?.isLetter ?? false)
    }

    private static let signs: Set<String> = ["€", "$", "£", "¥", "₹", "₩", "₽", "₺", "₴", "₪", "￥", "￡", "＄"]

    private static let codes: Set<String> = [
        "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "JPY", "AUD", "NZD", "CAD", "SGD", "INR",
        "ZAR",
        "BRL", "EURO", "EUROS", "DOLLARS", "ZŁ", "KR",
    ]

    private static let units = ["万円", "円", "万元", "元", "원", "만원"]

    private static let periods = [
        "/h", "/hr", "/hour", "/std", "/stunde", "/heure", "/month", "/monat", "/mois", "/year", "/jahr", "/an",
        "per hour",
        "an hour", "per day", "per week", "per month", "per year", "per annum", "p.a", "pro stunde", "pro monat",
        "pro jahr",
        "par heure", "par mois", "par an", "por hora", "al mes", "all'ora", "per uur", "per maand", "i timmen",
        "i timen",
    ]
}
